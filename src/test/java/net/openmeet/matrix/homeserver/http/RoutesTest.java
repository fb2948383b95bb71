package net.openmeet.matrix.homeserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.openmeet.matrix.fixture.Specimen;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/** A route stands in metrics: it holds nothing of what a call is about, so that there are as many as there are kinds of calls. */
class RoutesTest {
    private final CallRequests requests = new CallRequests(UserId.parse("@bot:openmeet.test"));

    @Test
    void noRouteHoldsWhatACallIsAbout() {
        // given
        List<CallRequest> all = Specimen.variants(MatrixCall.class).stream()
                .map(call -> requests.of((MatrixCall) call))
                .toList();

        // then
        assertThat(all).hasSizeGreaterThan(30).allSatisfy(request -> {
            assertThat(request.route()).matches("(GET|PUT|POST|DELETE) (/[A-Za-z0-9_.]+|/\\{[a-z]+})+");
            request.arguments().forEach(argument -> assertThat(request.route()).doesNotContain(argument));
        });
    }
}
