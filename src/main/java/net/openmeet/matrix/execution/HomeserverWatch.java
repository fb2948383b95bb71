package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.epoch.Ledger;
import net.openmeet.matrix.epoch.Pace;
import net.openmeet.matrix.epoch.Watch;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.log.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch over one tenant's homeserver: when it may call, and what answers mean beyond the watch. Owned by the stream thread. */
final class HomeserverWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HomeserverWatch.class);
    /** Looks that come to nothing are repeated, and losses confirmed, this often in the time of a heartbeat: every 5 s. */
    private static final int AGAIN = 12;

    private final Tenant tenant;
    private final Observer.OfTask observer;
    private Watch watch;
    private boolean inFlight;
    private int outages;

    HomeserverWatch(Tenant tenant, Ledger stored, Observer.OfTask observer, Instant now) {
        this.tenant = tenant;
        this.observer = observer;
        this.watch = Watch.begin(stored, pace(), now);
        this.outages = tenant.gate().outagesEnded();
    }

    Tenant tenant() {
        return tenant;
    }

    /** To be stored and told whenever it changed. */
    Ledger ledger() {
        return watch.ledger();
    }

    CallGate.Turn turn() {
        return new CallGate.Turn(tenant.id(), false, true);
    }

    /** Whether it has a call to send, and nothing stands against it. */
    boolean isReady(Instant now) {
        if (inFlight) {
            return false;
        }
        int ended = tenant.gate().outagesEnded();
        if (ended != outages) {
            outages = ended;
            watch = watch.lookingAgain(now);
        }
        return watch.next(tenant.id(), now).isPresent()
                && tenant.gate().pausedUntil(tenant.policy().bot()).isEmpty()
                && tenant.suspension().until(now).isEmpty();
    }

    /** Takes the next call, which is in flight from then on; empty if it may not go after all. */
    Optional<MatrixCall> take(Instant now) {
        if (!isReady(now) || tenant.suspension().heldBack(now).isPresent()) {
            return Optional.empty();
        }
        Optional<Watch.Step> step = watch.next(tenant.id(), now);
        step.ifPresent(next -> {
            watch = next.watch();
            inFlight = true;
        });
        return step.map(Watch.Step::call);
    }

    /** What the call in flight came to. */
    void learn(MatrixCall call, Outcome outcome, Instant now) {
        inFlight = false;
        concerning(outcome, now);
        Watch.Learned learned = watch.learn(call, outcome, pace(), now);
        watch = learned.watch();
        learned.loss().ifPresent(loss -> {
            Fields.of(LOG.atWarn())
                    .with(Fields.TENANT, tenant.id())
                    .with(Fields.EPOCH, ledger().epoch())
                    .with(Fields.REASON, loss.cause().word())
                    .log(
                            "Tenant {}: the homeserver {}: heartbeat {} was there, now {} is. All rooms and accounts are read and driven"
                                    + " again (epoch {})",
                            tenant.id(),
                            loss.cause() == Cause.WIPED ? "was wiped" : "was restored from an older backup",
                            loss.expected(),
                            loss.found().map(String::valueOf).orElse("none"),
                            ledger().epoch());
            observer.raised(tenant.id(), loss.cause());
        });
    }

    /** Somebody asked for a resync of the whole tenant. */
    void resync(Instant now) {
        watch = watch.resync(now);
        Fields.of(LOG.atInfo())
                .with(Fields.TENANT, tenant.id())
                .with(Fields.REASON, Cause.RESYNC.word())
                .log("Tenant {}: a resync was asked for. All rooms and accounts are read again", tenant.id());
        observer.raised(tenant.id(), Cause.RESYNC);
    }

    /** What an answer says of sender and credential holds for every call. */
    private void concerning(Outcome outcome, Instant now) {
        switch (outcome) {
            case Outcome.CredentialRejected rejected -> {
                if (rejected.credential() == Outcome.Credential.APPSERVICE) {
                    tenant.suspension().refused(now);
                }
            }
            case Outcome.Retry retry -> {
                if (retry.scope() == Outcome.Scope.SENDER) {
                    Duration pause = retry.after().orElse(pace().again());
                    tenant.gate().pause(tenant.policy().bot(), now.plus(pause));
                }
            }
            case Outcome.Uncertain ignored -> {}
            case Outcome.Applied ignored -> tenant.suspension().accepted();
            case Outcome.AlreadySo ignored -> tenant.suspension().accepted();
            case Outcome.RoomUnknown ignored -> tenant.suspension().accepted();
            case Outcome.Contradicted ignored -> tenant.suspension().accepted();
            case Outcome.Rejected ignored -> tenant.suspension().accepted();
        }
    }

    private Pace pace() {
        Duration heartbeat = tenant.policy().patience().heartbeat();
        return new Pace(
                heartbeat,
                heartbeat.dividedBy(AGAIN),
                tenant.policy().patience().callTimeout().multipliedBy(2));
    }
}
