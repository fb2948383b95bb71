package net.openmeet.matrix.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import net.openmeet.matrix.room.Policy;

/**
 * One tenant of OpenMeet and the homeserver its rooms are on.
 *
 * @param id OpenMeet's tenant id, case kept
 * @param homeserver base URL of the client-server API, without a slash at the end
 * @param serverName the homeserver's name in Matrix ids, which needn't be its address
 * @param appservice absent where the tenant works with access tokens: then {@code admin} is there
 * @param policy what facts mean for this tenant's rooms; its bot is the application service's user, else the administrator
 * @param resyncEvery in which time every room and account is read once; zero for never
 */
public record Tenant(
        String id,
        URI homeserver,
        String serverName,
        Optional<Appservice> appservice,
        Optional<Admin> admin,
        Policy policy,
        Calls calls,
        Duration resyncEvery) {

    /** In which time every room and account is read once, to set right what others changed. */
    public static final Duration RESYNC_EVERY = Duration.ofHours(24);
}
