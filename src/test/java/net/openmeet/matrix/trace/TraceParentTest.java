package net.openmeet.matrix.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What W3C Trace Context allows is read, and what a later version may add is tolerated. All else is no context, so that nothing is ever
 * stored or sent on that another service would refuse.
 */
class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @ValueSource(strings = {"00", "01", "02", "03", "ff"})
    void aLegalOneIsReadAndWrittenAsItWas(String flags) {
        String text = "00-" + TRACE + "-" + SPAN + "-" + flags;
        assertThat(TraceParent.parse(text)).hasToString("Optional[" + text + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
                "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void anIllegalOneIsNone(String text) {
        assertThat(TraceParent.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-what-comes-later"})
    void ofALaterVersionIsTakenWhatThisOneKnows(String more) {
        assertThat(TraceParent.parse("cc-" + TRACE + "-" + SPAN + "-f9" + more))
                .hasToString("Optional[00-" + TRACE + "-" + SPAN + "-01]");
    }

    @Test
    void aVeryLongOneIsNone() {
        assertThat(TraceParent.parse("cc-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(500)))
                .isEmpty();
    }
}
