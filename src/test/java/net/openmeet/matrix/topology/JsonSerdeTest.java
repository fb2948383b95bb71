package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.people.AccountNews;
import net.openmeet.matrix.room.Identity;
import org.junit.jupiter.api.Test;

/** What is written is read again as it was. What isn't ours to read fails loudly instead of turning into something else. */
class JsonSerdeTest {
    private static final AccountNews NEWS =
            new AccountNews(LaneKey.parse("t/user/9"), Optional.of("ana"), Identity.State.PRESENT, Optional.empty());

    @Test
    void aValueIsReadAsItWasWritten() {
        try (JsonSerde<AccountNews> serde = JsonSerde.of(AccountNews.class)) {
            byte[] bytes = serde.serializer().serialize("topic", NEWS);
            assertThat(serde.deserializer().deserialize("topic", bytes)).isEqualTo(NEWS);
        }
    }

    @Test
    void fieldsOfALaterVersionAreTolerated() {
        try (JsonSerde<AccountNews> serde = JsonSerde.of(AccountNews.class)) {
            String later = "{\"person\":\"t/user/9\",\"localpart\":\"ana\",\"state\":\"present\",\"since\":\"2030\"}";
            assertThat(serde.deserializer().deserialize("topic", later.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(NEWS);
        }
    }

    @Test
    void nullStaysNull() {
        try (JsonSerde<AccountNews> serde = JsonSerde.of(AccountNews.class)) {
            assertThat(serde.serializer().serialize("topic", null)).isNull();
            assertThat(serde.deserializer().deserialize("topic", (byte[]) null)).isNull();
        }
    }

    @Test
    void whatIsNoJsonThrows() {
        try (JsonSerde<AccountNews> serde = JsonSerde.of(AccountNews.class)) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> serde.deserializer().deserialize("topic", new byte[] {1, 2, 3}));
        }
    }
}
