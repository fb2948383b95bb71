package net.openmeet.matrix.cli;

/** What a command ends with. */
public final class ExitCodes {
    /** Done; the service also ends so after SIGTERM or Ctrl-C, once it has stopped in order. */
    public static final int OK = 0;
    /** Something failed: Kafka or an instance doesn't answer, topics aren't as they must be, the service stopped by a failure. */
    public static final int FAILED = 1;
    /** The command or the configuration is wrong: trying again changes nothing. */
    public static final int USAGE = 2;
    /** Of what was asked nothing came in time, or a suspension, or another rejection: a person has to look. */
    public static final int UNREPAIRED = 3;
    /** It was told to stop before the end; what was done is done. */
    public static final int STOPPED = 4;

    private ExitCodes() {}
}
