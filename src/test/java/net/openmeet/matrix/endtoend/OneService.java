package net.openmeet.matrix.endtoend;

import java.time.Duration;
import java.util.List;
import net.openmeet.matrix.config.Calls;
import net.openmeet.matrix.fixture.SharedSynapse;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes the one service of this JVM, a {@link Harness} on the shared Synapse: a broker and a service take ten seconds
 * to start and stop. Each class has tenants of its own, and each test its own ids. JUnit closes it before its homeserver.
 */
final class OneService implements ParameterResolver {
    static final String POLICY = "policy";
    static final String OWNER = "owner";
    /** Takes rooms over that {@link #OLD_BOT} made. */
    static final String LEGACY = "legacy";

    static final String OLD_BOT = "old-bot";
    /** Takes rooms over that the service's own bot made before there was a service. */
    static final String MOVED = "moved";

    static final List<String> VERSIONS = List.of("10", "11", "12");
    static final String ACCOUNTS = "accounts";
    /** Doesn't make accounts. */
    static final String WAITS = "waits";

    static final String UPPER = "LOUD";
    static final String NORTH = "north";
    static final String SOUTH = "south";
    static final String READ = "read";
    static final String CHAT = "chat";
    static final String DRIFT = "drift";
    static final String LETTERS = "letters";
    static final String RESYNC = "resync";
    /** Gives a call two seconds, a createRoom three. */
    static final String LATE = "late";

    static final String NODE = "node";

    private static final List<String> TENANTS = List.of(
            POLICY,
            OWNER,
            LEGACY,
            MOVED,
            ofVersion("10"),
            ofVersion("11"),
            ofVersion("12"),
            ACCOUNTS,
            WAITS,
            UPPER,
            NORTH,
            SOUTH,
            READ,
            CHAT,
            DRIFT,
            LETTERS,
            RESYNC,
            LATE,
            NODE);

    private static final Calls LATE_CALLS = new Calls(
            Calls.defaults().inFlight(),
            Duration.ofSeconds(4),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Calls.defaults().retryBudget());

    static String ofVersion(String version) {
        return "version" + version;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Harness.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(OneService.class))
                .computeIfAbsent(
                        Harness.class,
                        type -> new Harness(SharedSynapse.in(context), TENANTS, OneService::policy, OneService::calls),
                        Harness.class);
    }

    private static Calls calls(String tenant) {
        return tenant.equals(LATE) ? LATE_CALLS : Calls.defaults();
    }

    private static Policy policy(Policy policy) {
        return switch (policy.tenant()) {
            case POLICY, ACCOUNTS, DRIFT, LETTERS, RESYNC -> Policies.impatient(policy);
            case LATE -> Policies.waitingFor(LATE_CALLS.timeout(), policy);
            case OWNER -> Policies.quickToDoubt(Policies.impatient(policy));
            case LEGACY -> Policies.adopting(policy, new UserId(OLD_BOT, policy.server()));
            case MOVED ->
                Policies.adopting(
                        Policies.registeredOnly(Policies.impatient(policy)),
                        policy.bot(),
                        new UserId(OpenMeetToday.TENANT_BOT, policy.server()));
            case WAITS -> Policies.waiting(Policies.impatient(policy));
            case "version10" -> Policies.version(policy, "10");
            case "version11" -> Policies.version(policy, "11");
            case "version12" -> Policies.version(policy, "12");
            default -> policy;
        };
    }
}
