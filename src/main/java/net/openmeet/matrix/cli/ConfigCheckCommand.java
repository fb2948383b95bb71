package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Effective;
import net.openmeet.matrix.config.Loaded;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the configuration as it takes effect, and everything that is wrong with it. Connects to nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Prints every setting as it takes effect, secrets masked, where it came from, and all problems.")
final class ConfigCheckCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ConfigCheckCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Loaded<Config> loaded = ConfigLoader.load(environment);
        PrintWriter out = spec.commandLine().getOut();
        int paths = width(loaded, Effective::path);
        int values = width(loaded, Effective::value);
        for (Effective setting : loaded.effective()) {
            out.printf(
                    "%-" + paths + "s  %-" + values + "s  %s%n",
                    setting.path(),
                    setting.value().isEmpty() ? "-" : setting.value(),
                    setting.origin());
        }
        out.flush();
        return Problems.print(loaded, spec.commandLine().getErr());
    }

    private static int width(Loaded<Config> loaded, Function<Effective, String> column) {
        return loaded.effective().stream()
                .mapToInt(setting -> column.apply(setting).length())
                .filter(length -> length <= 60) // a longer one shifts its own line alone
                .max()
                .orElse(1);
    }
}
