package net.openmeet.matrix.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.config.Http;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.execution.Difference;
import net.openmeet.matrix.execution.LaneView;
import net.openmeet.matrix.execution.Rehearsals;
import net.openmeet.matrix.execution.StoredLane;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.log.Unspoken;
import net.openmeet.matrix.room.MemberView;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions about lanes: from its own stores, or by asking the instance that has the lane. Safe for any thread. */
public final class LaneApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneApi.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Longer than a difference takes. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(40);

    private final LanePlaces places;
    private final Function<String, Optional<Tenant>> tenants;
    private final Gatekeeper gatekeeper;
    private final Optional<HostPort> self;
    private final Peers peers;
    private final Rehearsals rehearsals;

    /**
     * @param http who may ask, and who is asked in turn
     * @param tenants by id
     * @param rehearsals tell what a resync would change
     */
    public LaneApi(Http http, LanePlaces places, Function<String, Optional<Tenant>> tenants, Rehearsals rehearsals) {
        this.rehearsals = rehearsals;
        this.places = places;
        this.tenants = tenants;
        this.gatekeeper = new Gatekeeper(http.apiToken());
        this.self = http.advertised();
        this.peers = new Peers(http.peers());
    }

    /** Answers, whatever is asked.
     *
     * @param authorization the header
     * @param forwarded whether another instance passes it on
     * @param reading reads the question, once it is clear that it may be asked
     */
    Answer answer(Optional<String> authorization, boolean forwarded, Supplier<Question> reading) {
        try {
            gatekeeper.check(authorization);
            return answer(reading.get(), forwarded);
        } catch (RefusedException e) {
            return e.answer();
        } catch (InvalidStateStoreException e) {
            return notYet().answer();
        } catch (RuntimeException e) {
            LOG.error("A question could not be answered", Unspoken.of(e));
            return RefusedException.of(500, "broken", "this instance's log says what happened")
                    .answer();
        }
    }

    private Answer answer(Question question, boolean forwarded) {
        LaneKey lane = question.lane();
        Optional<ReadOnlyKeyValueStore<String, byte[]>> store = places.here(lane);
        if (store.isPresent()) {
            return answer(question, store.get());
        }
        if (forwarded || places.isSettling()) {
            throw notYet();
        }
        HostPort owner = places.owner(lane)
                .orElseThrow(() -> RefusedException.of(
                        503,
                        "unknown-owner",
                        lane + " is not on this instance, and no other says where it is: set http.advertised"
                                + " (OPENMEET_HTTP_ADVERTISED) on each, and http.peers (OPENMEET_HTTP_PEERS)"));
        if (self.filter(owner::equals).isPresent()) {
            throw notYet();
        }
        return peers.ask(
                owner,
                question,
                gatekeeper.token(),
                switch (question.aspect()) {
                    case STATE -> PATIENCE;
                    case DIFFERENCE -> LONG_PATIENCE;
                });
    }

    private Answer answer(Question question, ReadOnlyKeyValueStore<String, byte[]> store) {
        LaneKey lane = question.lane();
        Tenant tenant = tenants.apply(lane.tenant())
                .orElseThrow(() -> RefusedException.of(
                        404, "unknown-tenant", "no tenant " + lane.tenant() + " is configured here"));
        return switch (question.aspect()) {
            case STATE ->
                Answer.of(
                        state(question, StoredLane.in(store, lane).orElseThrow(() -> unknown(lane)), tenant.policy()));
            case DIFFERENCE -> Answer.of(difference(question, store, tenant));
        };
    }

    private static RefusedException unknown(LaneKey lane) {
        return RefusedException.of(404, "unknown-lane", "nothing was ever said of " + lane);
    }

    private Difference difference(Question question, ReadOnlyKeyValueStore<String, byte[]> store, Tenant tenant) {
        Operation.Poke poke = new Operation.Poke(question.member().map(id -> "member:" + id), "resync");
        try {
            return rehearsals
                    .of(question.lane(), question.rejoin() ? poke.rejoining() : poke, store, tenant)
                    .orElseThrow(() -> unknown(question.lane()));
        } catch (Rehearsals.BusyException e) {
            throw RefusedException.notYet("this instance looks at other lanes' differences: ask again in a moment");
        }
    }

    private static LaneView state(Question question, StoredLane stored, Policy policy) {
        LaneView view = stored.view(policy);
        if (view.room().isEmpty()) {
            return view;
        }
        if (question.member().isPresent()) {
            String id = question.member().get();
            MemberView member = stored.member(id, policy)
                    .orElseThrow(() -> RefusedException.of(
                            404, "unknown-member", "nothing was ever said of person " + id + " in " + question.lane()));
            return view.with(new LaneView.Members(List.of(member), Optional.empty()));
        }
        return view.with(stored.members(question.after(), question.limit(), question.waiting(), policy));
    }

    private static RefusedException notYet() {
        return RefusedException.notYet("this instance is being given its share, or restores it: ask again in a moment");
    }

    @Override
    public void close() {
        peers.close();
    }
}
