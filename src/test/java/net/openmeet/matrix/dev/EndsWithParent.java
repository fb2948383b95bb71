package net.openmeet.matrix.dev;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Starts another main class and ends this JVM, shutdown hooks included, when the process that started it is gone. Maven
 * leaves the JVM it forked running if it is terminated without a Ctrl-C to the whole group, so the JVM looks for itself:
 * every 0.3 s at most, which also covers a Maven that was killed.
 */
public final class EndsWithParent {
    private static final int TERMINATED = 143;

    private EndsWithParent() {}

    /**
     * Runs a main class as if it had been started itself.
     *
     * @param args the name of the main class, then its arguments
     * @throws Throwable what that main method threw
     */
    public static void main(String[] args) throws Throwable {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent ->
                        Thread.ofPlatform().daemon().name("ends-with-parent").start(() -> endWith(parent)));
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void endWith(ProcessHandle parent) {
        parent.onExit().join();
        System.exit(TERMINATED);
    }
}
