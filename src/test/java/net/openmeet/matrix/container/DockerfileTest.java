package net.openmeet.matrix.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.openmeet.matrix.fixture.DockerfileLinter;
import net.openmeet.matrix.fixture.LoopbackPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the image is made of is there and in its context, and the service in it is started as the project starts it elsewhere. Its health
 * check says what {@code /health/live} says.
 */
class DockerfileTest {
    private static final Path DOCKERFILE = Path.of("docker", "Dockerfile");

    @Test
    void theLinterFindsNothing() throws IOException {
        assertThat(DockerfileLinter.orSkip().findings(DOCKERFILE)).isEmpty();
    }

    @Test
    void theLinterFindsWhatIsWrong() throws IOException {
        // given
        DockerfileLinter linter = DockerfileLinter.orSkip();
        Path wrong = Files.writeString(Files.createTempFile("Dockerfile-", ""), "FROM scratch\nENTRYPONT [\"x\"]\n");
        // then
        assertThat(linter.findings(wrong)).contains("ENTRYPONT");
    }

    @Test
    void whatIsCopiedIsInTheContext() throws IOException {
        // given
        List<String> allowed = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        // when
        List<String> copied = instructions("COPY ")
                .filter(line -> !line.contains("--from="))
                .flatMap(line -> {
                    List<String> words = Arrays.asList(line.split(" "));
                    return words.subList(1, words.size() - 1).stream();
                })
                .toList();
        // then
        assertThat(copied)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
        assertThat(allowed).containsExactlyInAnyOrderElementsOf(copied);
    }

    @Test
    void javaIsTheFirstProcessAndRunsTheServiceUnlessItIsToldOtherwise() throws IOException {
        assertThat(instructions("ENTRYPOINT ")).containsExactly("ENTRYPOINT [\"openmeet-matrix\"]");
        assertThat(instructions("CMD ")).containsExactly("CMD [\"run\"]");
        assertThat(Path.of("docker", "openmeet-matrix")).isExecutable();
        assertThat(Files.readAllLines(Path.of("docker", "openmeet-matrix")))
                .last()
                .asString()
                .startsWith("exec java @/opt/openmeet-matrix/jvm.options -jar ")
                .endsWith(" \"$@\"");
    }

    @Test
    void theFlagsAreThoseOfTheBuild() throws IOException {
        // given
        String pom = Files.readString(Path.of("pom.xml"));
        String flags = pom.substring(pom.indexOf("<jvm.quiet>") + 11, pom.indexOf("</jvm.quiet>"));
        // then
        assertThat(Files.readAllLines(Path.of("docker", "jvm.options"))).contains(flags.split(" "));
    }

    @Test
    void theCommitIsGivenToTheBuild() throws IOException {
        assertThat(instructions("RUN mvn")).last().asString().contains("-Drevision=${REVISION}");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<revision>unknown</revision>");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void theHealthCheckSaysWhatTheServiceSays(int status, int code) throws Exception {
        // given
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/health/live", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            // then
            assertThat(healthCheck(server.getAddress().getPort())).isEqualTo(code);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whereNobodyListensNothingIsHealthy() throws Exception {
        assertThat(healthCheck(LoopbackPort.reserve())).isEqualTo(1);
    }

    private static int healthCheck(int port) throws IOException, InterruptedException {
        ProcessBuilder check = new ProcessBuilder("bash", "docker/healthcheck.sh");
        check.environment().put("HTTP_PORT", Integer.toString(port));
        return check.start().waitFor();
    }

    private static Stream<String> instructions(String beginning) throws IOException {
        return Files.readAllLines(DOCKERFILE).stream().filter(line -> line.startsWith(beginning));
    }
}
