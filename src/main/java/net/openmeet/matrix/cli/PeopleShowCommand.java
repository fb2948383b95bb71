package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import net.openmeet.matrix.event.LaneKey;
import picocli.CommandLine.Command;

/** Prints what is known of one person's account. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Prints a person's Matrix id and account: whose it is, what it shows, what is waited for and why.")
final class PeopleShowCommand extends ApiCommand {
    PeopleShowCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    boolean isAbout(LaneKey lane) {
        return !lane.isRoom();
    }

    @Override
    String expected() {
        return "tenant/user/9 (rooms show is about rooms)";
    }

    @Override
    void show(LaneKey lane, ApiClient client, boolean asJson, PrintWriter out) {
        JsonNode view = client.get(LanePath.of(lane));
        if (asJson) {
            out.println(view);
        } else {
            PersonScreen.print(view, out);
        }
    }
}
