package net.openmeet.matrix.simulator;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What an operator would configure on the homeserver.
 *
 * @param sharedSecret of {@code /_synapse/admin/v1/register}
 * @param defaultRoomVersion 10, 11 or 12
 * @param logins how people log in
 * @param publishing whether rooms may be listed in the public directory (Synapse's own default is no)
 */
public record SimulatorSettings(
        String serverName,
        List<Appservice> appservices,
        String sharedSecret,
        String defaultRoomVersion,
        boolean publishing,
        LoginSettings logins) {

    /** One application service that may act as everybody and owns the aliases of groups and events. */
    public static SimulatorSettings usual() {
        return forServer("openmeet.test");
    }

    /** The usual settings for a server of this name. */
    public static SimulatorSettings forServer(String serverName) {
        String server = Pattern.quote(serverName);
        Appservice openmeet = new Appservice(
                "openmeet",
                "as_token_0123456789abcdef",
                "openmeet-bot",
                List.of(Pattern.compile("@.*:" + server)),
                List.of(),
                List.of(Pattern.compile("#(event|group)-.*:" + server)));
        return new SimulatorSettings(
                serverName, List.of(openmeet), "test-registration-secret", "11", true, LoginSettings.usual());
    }

    /** Nobody owns aliases or acts for others: rooms are made by an administrator. */
    public SimulatorSettings withoutAppservices() {
        return new SimulatorSettings(serverName, List.of(), sharedSecret, defaultRoomVersion, publishing, logins);
    }

    /** With other ways to log in. */
    public SimulatorSettings withLogins(LoginSettings some) {
        return new SimulatorSettings(serverName, appservices, sharedSecret, defaultRoomVersion, publishing, some);
    }

    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "SimulatorSettings[" + serverName + "]";
    }

    String userId(String localpart) {
        return "@" + localpart + ":" + serverName;
    }

    boolean isLocal(String userId) {
        return UserIds.domain(userId).equals(serverName);
    }

    boolean isSender(String userId) {
        return appservices.stream()
                .anyMatch(service -> userId(service.senderLocalpart()).equals(userId));
    }
}
