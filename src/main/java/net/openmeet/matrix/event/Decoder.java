package net.openmeet.matrix.event;

import static net.openmeet.matrix.event.Rejection.Reason.MISMATCH;
import static net.openmeet.matrix.event.Rejection.Reason.WRONG_KEY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns a record of OpenMeet's domain events into a fact. Pure and free of state, so safe for any thread. Never throws for
 * what a record holds: what can't be used is {@link Decoded.Rejected} with a reason that names the field. Whether the tenant
 * is one of ours is the caller's to check.
 */
public final class Decoder {

    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9_-]{1,64}/[a-z]+/[A-Za-z0-9_-]{1,64}");

    /** Decodes a record read from OpenMeet's topic. */
    public Decoded decode(IncomingRecord record) {
        try {
            return read(record, record.at(), strayed(record));
        } catch (Refusal refusal) {
            return new Decoded.Rejected(refusal.type(), refusal.rejection());
        }
    }

    /**
     * Decodes a record read from the replay topic. Its origin is where it first stood, as its {@link ReplayHeaders} say; its
     * partition is not checked.
     */
    public Decoded decodeReplayed(IncomingRecord record) {
        try {
            return read(record, ReplayHeaders.origin(record), List.of());
        } catch (Refusal refusal) {
            return new Decoded.Rejected(refusal.type(), refusal.rejection());
        }
    }

    private static Decoded read(IncomingRecord record, Coordinates first, List<Notice> strayed) {
        byte[] value = record.value()
                .orElseThrow(() -> Refusal.of(Rejection.Reason.NULL_VALUE, "value", "the record has no value"));
        if (value.length > Limits.VALUE) {
            throw Refusal.of(Rejection.Reason.TOO_LARGE, "value", "expected at most " + Limits.VALUE + " bytes");
        }
        return switch (Envelope.open(record, value)) {
            case Envelope.Unknown unknown -> new Decoded.Skipped(unknown.type());
            case Envelope.Known known -> Refusal.within(known.type(), () -> accepted(known, record, first, strayed));
        };
    }

    private static Decoded accepted(
            Envelope.Known known, IncomingRecord record, Coordinates first, List<Notice> strayed) {
        List<Notice> notices = new ArrayList<>(strayed);
        LaneKey subject = subject(known, record);
        Origin origin = Origins.read(known, record, first, notices);
        Fact fact = fact(known.type(), subject, new Fields(known.data(), "data", notices));
        return new Decoded.Accepted(known.type(), fact, origin, notices);
    }

    /** A subject as the contract has them. */
    static Optional<LaneKey> subject(String text) {
        return Optional.of(text).filter(its -> SUBJECT.matcher(its).matches()).flatMap(LaneKey::read);
    }

    private static LaneKey subject(Envelope.Known known, IncomingRecord record) {
        String subject = known.attributes().required("subject");
        LaneKey lane = subject(subject)
                .orElseThrow(() -> Refusal.of(
                        Rejection.Reason.ILLEGAL_VALUE,
                        "subject",
                        "expected tenant/" + known.type().kind().word() + "/id"));
        if (lane.kind() != known.type().kind()) {
            throw Refusal.of(
                    MISMATCH,
                    "subject",
                    "expected an aggregate of kind " + known.type().kind().word());
        }
        byte[] key = record.key()
                .orElseThrow(() -> Refusal.of(Rejection.Reason.MISSING_FIELD, "key", "the record has no key"));
        if (!Text.utf8(key).equals(Optional.of(subject))) {
            throw Refusal.of(WRONG_KEY, "key", "expected the event's subject, " + subject);
        }
        return lane;
    }

    private static Fact fact(EventType type, LaneKey subject, Fields data) {
        if (!data.tenant("tenantId").equals(subject.tenant())) {
            throw Refusal.of(MISMATCH, data.path("tenantId"), "expected the subject's tenant");
        }
        Fields aggregate = data.object(subject.kind().word());
        if (!aggregate.id("id").equals(subject.id())) {
            throw Refusal.of(MISMATCH, aggregate.path("id"), "expected the subject's id");
        }
        return switch (type) {
            case GROUP_CREATED, GROUP_UPDATED, GROUP_SLUG_CHANGED -> RoomFacts.stated(type, subject, aggregate);
            case EVENT_CREATED, EVENT_UPDATED, EVENT_SLUG_CHANGED, EVENT_CANCELLED ->
                RoomFacts.stated(type, subject, aggregate);
            case CANARY_UPDATED -> RoomFacts.stated(type, subject, aggregate);
            case GROUP_DELETED, EVENT_DELETED -> new Fact.RoomDeleted(subject);
            case GROUP_MEMBER_JOINED, GROUP_MEMBER_ROLE_CHANGED ->
                MemberFacts.stated(subject, informed(data, aggregate));
            case EVENT_ATTENDEE_ADDED, EVENT_ATTENDEE_STATUS_CHANGED, EVENT_ATTENDEE_ROLE_CHANGED ->
                MemberFacts.stated(subject, informed(data, aggregate));
            case GROUP_MEMBER_LEFT, EVENT_ATTENDEE_CANCELLED, EVENT_ATTENDEE_REMOVED -> MemberFacts.gone(subject, data);
            case GROUP_MEMBERS_SNAPSHOT, EVENT_ATTENDEES_SNAPSHOT ->
                MemberFacts.listed(subject, informed(data, aggregate));
            case USER_CREATED, USER_UPDATED -> PersonFacts.stated(type, subject, aggregate);
            case USER_DELETED -> new Fact.PersonDeleted(subject);
            case MATRIX_HANDLE_REGISTERED -> PersonFacts.handle(subject, data);
        };
    }

    /** A membership's slug of the room is never used, so an illegal one is only counted. */
    private static Fields informed(Fields data, Fields aggregate) {
        aggregate.unused("slug", Notice.What.VALUE_IGNORED, fields -> fields.slug("slug"));
        return data;
    }

    private static List<Notice> strayed(IncomingRecord record) {
        if (record.partitions().isEmpty() || record.key().isEmpty()) {
            return List.of();
        }
        int expected = Murmur2.partition(record.key().get(), record.partitions().getAsInt());
        return expected == record.at().partition()
                ? List.of()
                : List.of(new Notice(Notice.What.WRONG_PARTITION, "key"));
    }
}
