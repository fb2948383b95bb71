package net.openmeet.matrix.homeserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What stands in a metric's label comes from a closed set: each kind of call has a name of its own, and an error code that we don't know
 * is one word. A code that decides what an answer means is always known.
 */
class MetricWordsTest {

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(MetricWordsTest::leaves)
                : Stream.of(type);
    }

    private static String plain(String name) {
        return name.replace("-", "");
    }

    @Test
    void eachKindOfCallIsCalledAsItsTypeIs() {
        assertThat(Arrays.stream(CallName.values()).map(name -> plain(name.word())))
                .containsExactlyInAnyOrderElementsOf(leaves(MatrixCall.class)
                        .map(Class::getSimpleName)
                        .map(String::toLowerCase)
                        .distinct()
                        .toList());
        assertThat(CallName.of(new MatrixCall.LoginFlows()).word()).isEqualTo("login-flows");
    }

    @Test
    void onlyWhatConcernsRoomsAndAccountsIsAnOperation() {
        assertThat(CallName.ofLanes())
                .contains(CallName.CREATE_ROOM, CallName.REGISTER, CallName.READ_CLAIM)
                .doesNotContain(CallName.WHO_AM_I, CallName.LOGIN_AS, CallName.READ_EPOCH);
    }

    @Test
    void eachKindOfOutcomeIsCalledAsItsTypeIs() {
        assertThat(Arrays.stream(OutcomeName.values()).map(name -> plain(name.word())))
                .containsExactlyInAnyOrderElementsOf(leaves(Outcome.class)
                        .map(Class::getSimpleName)
                        .map(String::toLowerCase)
                        .toList());
    }

    @Test
    void everyErrorCodeThatDecidesSomethingIsKnown() {
        assertThat(OutcomeTable.ROWS.stream()
                        .flatMap(row -> Pattern.compile(", ")
                                .splitAsStream(row.errcode().name()))
                        .filter(code -> code.startsWith("M_")))
                .isNotEmpty()
                .allSatisfy(
                        code -> assertThat(Errcodes.label(Optional.of(code))).isEqualTo(code));
    }

    @Test
    void whateverElseAHomeserverMakesUpIsOneWord() {
        assertThat(Stream.of("!room:hs", "m_forbidden", "M_FORBIDDEN ", "", "M_X".repeat(1_000))
                        .map(code -> Errcodes.label(Optional.of(code))))
                .containsOnly("other");
        assertThat(Errcodes.label(Optional.empty())).isEqualTo("none");
    }
}
