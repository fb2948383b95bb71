package net.openmeet.matrix.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.openmeet.matrix.event.LaneKey;

/** Where the API tells of a lane. */
final class LanePath {
    private LanePath() {}

    /** Whatever was typed is sent as it is, and refused there if it can't be. */
    static String of(LaneKey lane) {
        return "/api/v1/lanes/" + encoded(lane.tenant()) + "/" + lane.kind().word() + "/" + encoded(lane.id());
    }

    /** In a query or a part of a path. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
