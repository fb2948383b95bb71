package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.openmeet.matrix.event.LaneKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that asks a running instance about one lane. */
abstract class ApiCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Option(names = "--json", description = "What the instance answers, as JSON.")
    private boolean json;

    @Parameters(paramLabel = "LANE", description = "tenant/event/42, tenant/group/7 or tenant/user/9.")
    private String lane = "";

    ApiCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether it is about such a lane. */
    abstract boolean isAbout(LaneKey which);

    /** What it is about, for who typed something else. */
    abstract String expected();

    /** Asks and prints. */
    abstract void show(LaneKey which, ApiClient client, boolean asJson, PrintWriter out);

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<LaneKey> named = LaneKey.read(lane).filter(this::isAbout);
        if (named.isEmpty()) {
            err.println("error: expected " + expected() + ", but got " + Terminal.safe(lane));
            err.flush();
            return ExitCodes.USAGE;
        }
        Optional<ApiClient> client = api.client(environment, err);
        if (client.isEmpty()) {
            return ExitCodes.USAGE;
        }
        try (ApiClient asked = client.get()) {
            show(named.get(), asked, json, out);
            return ExitCodes.OK;
        } catch (ApiClient.FailedException e) {
            err.println("error: " + e.getMessage());
            return e.exitCode();
        } finally {
            out.flush();
            err.flush();
        }
    }
}
