package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what is known of one room. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints what OpenMeet wants of a room, what is on the homeserver, what is waited for and why.")
final class RoomsShowCommand extends ApiCommand {
    @ArgGroup
    private Which which = new Which();

    /** Whose places in the room are printed, too. */
    static final class Which {
        @Option(names = "--members", description = "With every member.")
        private boolean all;

        @Option(names = "--waiting", description = "With the members for whom something is left to do, or to wait for.")
        private boolean waiting;

        @Option(names = "--member", paramLabel = "ID", description = "With the person of this id.")
        private Optional<String> one = Optional.empty();

        private boolean isAsked() {
            return all || waiting || one.isPresent();
        }
    }

    RoomsShowCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    boolean isAbout(LaneKey lane) {
        return lane.isRoom();
    }

    @Override
    String expected() {
        return "tenant/event/42 or tenant/group/7 (people show is about people)";
    }

    @Override
    void show(LaneKey lane, ApiClient client, boolean asJson, PrintWriter out) {
        ObjectNode view = client.get(path(lane, "")).deepCopy();
        ArrayNode members = view.withObject("members").withArray("page");
        String next = view.at("/members/next").asText("");
        while (which.isAsked() && !next.isEmpty()) {
            JsonNode page = client.get(path(lane, next)).path("members");
            page.path("page").forEach(members::add);
            next = page.path("next").asText("");
        }
        if (!which.isAsked()) {
            view.remove("members");
        } else {
            view.withObject("members").remove("next");
        }
        if (asJson) {
            out.println(view);
        } else {
            RoomScreen.print(view, out);
        }
    }

    private String path(LaneKey lane, String after) {
        return LanePath.of(lane) + "?limit=" + (which.isAsked() ? 500 : 1) + "&waiting=" + which.waiting + "&after="
                + after + which.one.map(id -> "&member=" + LanePath.encoded(id)).orElse("");
    }
}
