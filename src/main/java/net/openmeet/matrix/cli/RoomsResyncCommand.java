package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.config.Loaded;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Operation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has rooms read and set right, or says what that would change. */
@Command(
        name = "resync",
        mixinStandardHelpOptions = true,
        description = {
            "Has a room, or all of a tenant's, read and set right. Without --execute it changes nothing and prints the"
                    + " difference, which a running instance finds out by reading the homeserver.",
            "With --execute it needs only the settings of Kafka; without, the API."
        })
final class RoomsResyncCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Option(
            names = "--member",
            paramLabel = "ID",
            description = "Only this person's place in the room. Not with --tenant.")
    private Optional<String> member = Optional.empty();

    @Option(
            names = "--rejoin",
            description = "Bring back who OpenMeet wants in and who left, was kicked, or was banned and isn't any more."
                    + " Without it they stay out.")
    private boolean rejoin;

    @Option(names = "--execute", description = "Do it. Without it nothing is changed.")
    private boolean execute;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Look at, or ask for, so many rooms of the tenant at most.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--rate", paramLabel = "N", description = "So many rooms of the tenant a second; 5 if not said.")
    private double rate = 5;

    @Option(names = "--json", description = "The differences as JSON, a line for each.")
    private boolean json;

    /** One lane, or all of a tenant. */
    static final class What {
        @Parameters(
                paramLabel = "LANE",
                description = "tenant/event/42, tenant/group/7, or tenant/user/9 for an account.")
        private Optional<String> lane = Optional.empty();

        @Option(names = "--tenant", paramLabel = "T", description = "Every room of this tenant.")
        private Optional<String> tenant = Optional.empty();
    }

    RoomsResyncCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Optional<String> wrong = wrong();
            if (wrong.isPresent()) {
                err.println("error: " + Terminal.safe(wrong.get()));
                return ExitCodes.USAGE;
            }
            return execute ? execute(out, err) : rehearse(out, err);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private Optional<String> wrong() {
        if (what.lane.isPresent() == what.tenant.isPresent()) {
            return Optional.of("expected a LANE or --tenant");
        }
        if (what.lane.filter(lane -> LaneKey.read(lane).isEmpty()).isPresent()) {
            return Optional.of("expected tenant/event/42, tenant/group/7 or tenant/user/9, but got " + what.lane.get());
        }
        if (member.isPresent() && what.tenant.isPresent()) {
            return Optional.of("--member goes with a LANE only");
        }
        return rate > 0 && limit > 0 ? Optional.empty() : Optional.of("--rate and --limit are above zero");
    }

    private int execute(PrintWriter out, PrintWriter err) {
        Optional<Kafka> kafka = kafka(err);
        if (kafka.isEmpty()) {
            return ExitCodes.USAGE;
        }
        // All of a tenant is a number that its lanes compare theirs with: it can't say more than that.
        Collection<String> keys = what.tenant.isPresent() && (rejoin || limit < Integer.MAX_VALUE)
                ? rooms(kafka.get()).stream()
                        .map(LaneKey::toString)
                        .limit(limit)
                        .toList()
                : List.of(what.tenant.or(() -> what.lane).orElseThrow());
        Pokes.send(kafka.get(), keys, poke(), new Beat(rate));
        out.println("Asked for " + asked(keys.size()) + ".");
        return ExitCodes.OK;
    }

    private String asked(int count) {
        String whom = what.lane
                .map(lane -> member.map(id -> "person " + id + " in ").orElse("") + lane)
                .orElseGet(() -> rejoin || limit < Integer.MAX_VALUE
                        ? count + " rooms of tenant " + what.tenant.orElse("")
                        : "all of tenant " + what.tenant.orElse(""));
        return Terminal.safe("a resync of " + whom) + (rejoin ? ", with those who left brought back" : "");
    }

    private Operation.Poke poke() {
        Operation.Poke poke = new Operation.Poke(member.map(id -> "member:" + id), "resync");
        return rejoin ? poke.rejoining() : poke;
    }

    private int rehearse(PrintWriter out, PrintWriter err) {
        Optional<ApiClient> client = api.client(environment, err);
        if (client.isEmpty()) {
            return ExitCodes.USAGE;
        }
        try (ApiClient asked = client.get()) {
            boolean all = true;
            if (what.lane.isPresent()) {
                print(difference(asked, LaneKey.parse(what.lane.get())), out);
            } else {
                Optional<Kafka> kafka = kafka(err);
                if (kafka.isEmpty()) {
                    return ExitCodes.USAGE;
                }
                all = tenant(rooms(kafka.get()), asked, out);
            }
            if (!json) {
                out.println("Nothing was changed: --execute does.");
            }
            return all ? ExitCodes.OK : ExitCodes.FAILED;
        } catch (ApiClient.FailedException e) {
            err.println("error: " + e.getMessage());
            err.println(
                    "The difference is found out by a running instance. --execute needs Kafka alone, and would ask for "
                            + asked(0) + ".");
            return e.exitCode();
        }
    }

    /** Whether all could be looked at. */
    private boolean tenant(NavigableSet<LaneKey> rooms, ApiClient asked, PrintWriter out) {
        Beat beat = new Beat(rate);
        int differ = 0;
        int unseen = 0;
        List<LaneKey> some = rooms.stream().limit(limit).toList();
        for (LaneKey room : some) {
            beat.await();
            try {
                JsonNode difference = difference(asked, room);
                if (DifferenceScreen.differs(difference)) {
                    differ++;
                    print(difference, out);
                    out.flush();
                }
            } catch (ApiClient.FailedException e) {
                if (!e.isOfThisAlone()) {
                    throw e;
                }
                unseen++;
                spec.commandLine().getErr().println("error: " + e.getMessage());
            }
        }
        if (!json) {
            out.println(differ + " of " + some.size() + " rooms differ"
                    + (some.size() < rooms.size() ? "; there are " + rooms.size() : "")
                    + (unseen == 0 ? "." : "; " + unseen + " could not be looked at."));
        }
        return unseen == 0;
    }

    private JsonNode difference(ApiClient asked, LaneKey lane) {
        return asked.get(LanePath.of(lane) + "/difference?rejoin=" + rejoin
                + member.map(id -> "&member=" + LanePath.encoded(id)).orElse(""));
    }

    private void print(JsonNode difference, PrintWriter out) {
        if (json) {
            out.println(difference);
        } else {
            DifferenceScreen.print(difference, out);
        }
    }

    private NavigableSet<LaneKey> rooms(Kafka kafka) {
        return RoomsOf.tenant(kafka, what.tenant.orElseThrow());
    }

    private Optional<Kafka> kafka(PrintWriter err) {
        Loaded<Kafka> loaded = ConfigLoader.loadKafka(environment);
        if (loaded.config().isEmpty()) {
            Problems.print(loaded, err);
        }
        return loaded.config();
    }
}
