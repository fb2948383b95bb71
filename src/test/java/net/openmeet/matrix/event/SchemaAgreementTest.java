package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What a schema calls invalid the decoder refuses, or it is a field that no rule uses; what a schema calls valid it accepts
 * unless fields contradict each other. Every field of every type is tried with every bad value.
 */
class SchemaAgreementTest {

    /** Illegal here is counted and ignored. */
    private static final Set<String> UNUSED = Set.of(
            "traceparent",
            "data.event.groupId",
            "data.event.endsAt",
            "data.event.slug",
            "data.event.status",
            "data.group.slug",
            "data.user.slug",
            "data.user.avatarUrl");

    /** What a schema can't say: two fields, or the key, disagree; a content type we don't read. */
    private static final Set<Rejection.Reason> BEYOND_SCHEMAS = EnumSet.of(
            Rejection.Reason.WRONG_KEY, Rejection.Reason.MISMATCH, Rejection.Reason.UNSUPPORTED_CONTENT_TYPE);

    private final Schemas schemas = new Schemas();

    @Test
    void everyFieldWithEveryBadValueIsJudgedAlike() {
        // given
        Set<String> ignored = new TreeSet<>();
        int tried = 0;
        for (EventType type : EventType.values()) {
            for (String pointer : pointers(sample(type).event(), "")) {
                for (Map.Entry<String, JsonNode> bad : badValues().entrySet()) {
                    // when
                    Sample bent = bad.getKey().equals("absent")
                            ? sample(type).remove(pointer)
                            : sample(type).set(pointer, bad.getValue());
                    Decoded decoded = bent.decode();
                    boolean valid = schemas.allow(bent);
                    tried++;
                    // then
                    String what = type.word() + " with " + pointer + " " + bad.getKey() + ": " + decoded;
                    switch (decoded) {
                        case Decoded.Skipped skipped ->
                            assertThat(pointer).as(what).isEqualTo("/type");
                        case Decoded.Accepted accepted -> ignored.addAll(overlooked(accepted, valid, what));
                        case Decoded.Rejected rejected ->
                            assertThat(!valid
                                            || BEYOND_SCHEMAS.contains(
                                                    rejected.rejection().reason())
                                            || pointer.startsWith("/data/part"))
                                    .as(what)
                                    .isTrue();
                    }
                }
            }
        }
        assertThat(ignored).isEqualTo(new TreeSet<>(UNUSED));
        assertThat(tried).isGreaterThan(5_000);
    }

    /** The fields that were ignored; none unless the schema, too, calls the event invalid. */
    private static List<String> overlooked(Decoded.Accepted accepted, boolean valid, String what) {
        List<String> fields = accepted.notices().stream()
                .filter(notice ->
                        notice.what() == Notice.What.VALUE_IGNORED || notice.what() == Notice.What.AVATAR_IGNORED)
                .map(Notice::field)
                .toList();
        if (valid) {
            assertThat(fields).as(what).isSubsetOf("traceparent");
        } else {
            assertThat(fields).as(what).hasSize(1);
        }
        return fields;
    }

    private static Sample sample(EventType type) {
        return Sample.of(type)
                .set("/sequence", "17")
                .set("/snapshot", "backfill-1")
                .set("/traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    /** Every field of every object, outermost first. */
    private static List<String> pointers(JsonNode node, String at) {
        List<String> all = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                all.add(at + "/" + field.getKey());
                all.addAll(pointers(field.getValue(), at + "/" + field.getKey()));
            });
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            all.addAll(pointers(node.get(i), at + "/" + i));
        }
        return all;
    }

    private static Map<String, JsonNode> badValues() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("absent", NullNode.getInstance());
        for (Object value : new Object[] {
            "",
            " ",
            "x",
            "not a slug!",
            "a\u0000b",
            "x".repeat(65),
            "x".repeat(3_000),
            "2026-11-22T10:00:00Z",
            "cancelled",
            "https://openmeet.net/a.png",
            0,
            -1,
            2,
            1.5,
            9007199254740992L,
            true,
            List.of(),
            Map.of()
        }) {
            JsonNode node = Sample.MAPPER.valueToTree(value);
            values.put(
                    node.toString().length() < 30
                            ? node.toString()
                            : "of length " + node.toString().length(),
                    node);
        }
        values.put("null", NullNode.getInstance());
        return values;
    }
}
