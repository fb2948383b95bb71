package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.openmeet.matrix.credential.CredentialBody;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.OperationLetter;
import net.openmeet.matrix.epoch.HomeserverRecord;
import net.openmeet.matrix.epoch.Ledger;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.fixture.Specimen;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.people.Person;
import net.openmeet.matrix.people.PersonRecord;
import net.openmeet.matrix.people.RoomMembership;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.RoomRecord;
import net.openmeet.matrix.topology.Shelved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What any released version stored, or left in an internal topic, is read by this one as it was meant, and no field of it becomes null.
 * The files under {@code stored/v1} are those bytes: they are only ever added to.
 */
class StoredStateTest {
    private static final Path GOLDEN = Path.of("src/test/resources/stored/v1");
    private static final Path PROPOSED = Path.of("target/stored/v1");

    /**
     * One stored value with everything in it.
     *
     * @param name of its files: {@code name.json}, and {@code name.2.json} and so on once it has fields that the first lacks
     * @param type what the service reads it as
     */
    record Stored(String name, Class<?> type, Object value) {
        private List<Path> files() {
            try (Stream<Path> all = Files.list(GOLDEN)) {
                return all.filter(file -> file.getFileName().toString().matches(name + "(\\.\\d+)?\\.json"))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private JsonNode tree() {
            return json(Json.write(value));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Stored> stored() {
        List<Stored> all = new ArrayList<>();
        LaneRecord lane = (LaneRecord) Specimen.variants(LaneRecord.class).getFirst();
        all.add(new Stored("lane-room", LaneRecord.class, Specimen.without(lane, "account")));
        all.add(new Stored("lane-account", LaneRecord.class, Specimen.without(lane, "room")));
        for (Class<?> type : List.of(
                MemberSlot.class,
                AgendaEntry.class,
                Person.class,
                RoomMembership.class,
                Operation.class,
                PeopleInput.class,
                Fact.class,
                Standing.class,
                OperationLetter.class,
                RoomRecord.class,
                PersonRecord.class,
                Ledger.class,
                HomeserverRecord.class,
                SweepState.class,
                CredentialBody.class,
                CredentialRecord.class,
                Shelved.class,
                RepairRequest.class,
                Disposition.class,
                ReplayNote.class)) {
            for (Object value : Specimen.variants(type)) {
                String variant = type.isSealed() ? "-" + value.getClass().getSimpleName() : "";
                all.add(new Stored(type.getSimpleName() + variant, type, value));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("stored")
    void whatWasStoredIsReadAsItWasMeant(Stored stored) throws IOException {
        for (Path file : stored.files()) {
            byte[] bytes = Files.readAllBytes(file);
            // when
            Object read = Json.read(bytes, stored.type());
            // then
            JsonNode meant = json(bytes);
            assertThat(Specimen.nulls(read, file.getFileName().toString())).isEmpty();
            assertThat(common(json(Json.write(read)), meant))
                    .as("%s, read and written again", file)
                    .isEqualTo(meant);
            assertThat(common(stored.tree(), meant))
                    .as("%s against the example of its type", file)
                    .isEqualTo(meant);
        }
    }

    @ParameterizedTest
    @MethodSource("stored")
    void everyFieldThatIsStoredIsInAFile(Stored stored) throws IOException {
        List<Path> files = stored.files();
        for (Path file : files) {
            if (json(Files.readAllBytes(file)).equals(stored.tree())) {
                assertThat(Json.read(Files.readAllBytes(file), stored.type()))
                        .as("%s", file)
                        .isEqualTo(stored.type() == OperationLetter.class ? reread(stored) : stored.value());
                return;
            }
        }
        String next = files.isEmpty() ? stored.name() + ".json" : stored.name() + "." + (files.size() + 1) + ".json";
        Files.createDirectories(PROPOSED);
        Files.write(PROPOSED.resolve(next), Json.write(stored.value()));
        fail("""
                %s is stored with fields, or words, that no file under %s has. What was stored before must still be read: \
                give the new field a meaning when it is absent, and leave the files that are there alone. \
                Then copy %s to %s.""".formatted(stored.type().getSimpleName(), GOLDEN, PROPOSED.resolve(next), GOLDEN.resolve(next)));
    }

    @Test
    void everyWordThatWasStoredIsStillKnown() throws IOException {
        Map<String, List<String>> now =
                Words.stored(stored().stream().map(Stored::value).toList());
        Path file = GOLDEN.resolve("words.json");
        JsonNode known =
                Files.exists(file) ? json(Files.readAllBytes(file)) : json("{}".getBytes(StandardCharsets.UTF_8));
        JsonNode present = json(Json.write(now));
        Files.createDirectories(PROPOSED);
        Files.write(PROPOSED.resolve("words.json"), Json.write(now));
        known.properties()
                .forEach(type -> type.getValue()
                        .forEach(word -> assertThat(now.get(type.getKey()))
                                .as("words of %s", type.getKey())
                                .contains(word.asText())));
        assertThat(known)
                .as("A word that may be stored is in no file: copy %s to %s", PROPOSED.resolve("words.json"), file)
                .isEqualTo(present);
    }

    /** A letter's desired fact is of any type: it is shown, not read. */
    private static Object reread(Stored stored) {
        return Json.read(Json.write(stored.value()), stored.type());
    }

    /** What {@code whole} has of the fields that {@code meant} has. */
    private static JsonNode common(JsonNode whole, JsonNode meant) {
        if (whole.isObject() && meant.isObject()) {
            var some = Json.mapper().createObjectNode();
            meant.properties().forEach(field -> {
                if (whole.has(field.getKey())) {
                    some.set(field.getKey(), common(whole.get(field.getKey()), field.getValue()));
                }
            });
            return some;
        }
        if (whole.isArray() && meant.isArray() && whole.size() == meant.size()) {
            var some = Json.mapper().createArrayNode();
            for (int i = 0; i < whole.size(); i++) {
                some.add(common(whole.get(i), meant.get(i)));
            }
            return some;
        }
        return whole;
    }

    private static JsonNode json(byte[] bytes) {
        return Json.read(bytes, JsonNode.class);
    }
}
