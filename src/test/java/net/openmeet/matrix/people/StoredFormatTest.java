package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import org.junit.jupiter.api.Test;

/**
 * What version 1 stored is read by every later one: these texts are never changed, only added to. What is written today reads the
 * same.
 */
class StoredFormatTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final Origin ORIGIN = new Origin(
            "openmeet.domain-events",
            3,
            14,
            AT,
            Optional.of(BigInteger.TEN),
            Optional.of("b1"),
            Optional.of("e-0001"),
            Optional.empty());
    private static final String ORIGIN_TEXT = """
            {"topic":"openmeet.domain-events","partition":3,"offset":14,"time":"2026-11-22T10:00:00Z",\
            "sequence":10,"snapshot":"b1","eventId":"e-0001"}""";

    @Test
    void aPerson() {
        assertGolden(
                new Person(
                        1,
                        Facts.ANA,
                        Optional.of(new Person.Profile("ana", Optional.of("Ana"), Optional.empty(), ORIGIN)),
                        Optional.of(ORIGIN),
                        Optional.empty(),
                        Optional.of(new Person.Handle("ana_cia", ORIGIN)),
                        Optional.of("ana"),
                        Optional.of("ana_citenanta"),
                        true,
                        new Identity(2, Optional.of("ana_cia"), true, Identity.State.PRESENT)),
                """
                {"v":1,"key":"ciTenantA/user/9",\
                "profile":{"slug":"ana","displayName":"Ana","origin":ORIGIN},"created":ORIGIN,\
                "handle":{"localpart":"ana_cia","origin":ORIGIN},"slug":"ana","derived":"ana_citenanta",\
                "account":true,\
                "identity":{"version":2,"localpart":"ana_cia","registered":true,"state":"present"}}""");
    }

    @Test
    void aMembership() {
        assertGolden(RoomMembership.of(Facts.EVENT, new Operation.Told(Facts.COMING, ORIGIN)), """
                {"v":1,"room":"ciTenantA/event/42","told":{"standing":\
                {"as":"attendee","status":"confirmed","role":"participant"},"origin":ORIGIN}}""");
    }

    @Test
    void anAccount() {
        assertGolden(
                new AccountBody(
                        1,
                        Optional.of(new Identity(2, Optional.of("ana_cia"), true, Identity.State.NO_HANDLE)),
                        Optional.of("Ana"),
                        Optional.of("mxc://matrix.example/ana"),
                        AccountBody.Hold.CONFIRMED,
                        Optional.of(new Problem("handle-taken", Optional.of("M_UNKNOWN"), "text", AT)),
                        Map.of(
                                "display-name",
                                new AccountBody.Attribute(Optional.of("Ana"), Optional.of("x"), Optional.empty())),
                        new AccountBody.Tries(1, 2, Optional.of(AT), Optional.of(AT)),
                        Optional.of(Identity.State.PRESENT),
                        Optional.of(ORIGIN)),
                """
                {"v":1,"identity":{"version":2,"localpart":"ana_cia","registered":true,"state":"no-handle"},\
                "displayName":"Ana","avatar":"mxc://matrix.example/ana","hold":"confirmed",\
                "refusal":{"reason":"handle-taken","errcode":"M_UNKNOWN","detail":"text",\
                "since":"2026-11-22T10:00:00Z"},\
                "attributes":{"display-name":{"shown":"Ana","refused":"x"}},\
                "tries":{"probes":1,"losses":2,"lostAt":"2026-11-22T10:00:00Z","notBefore":"2026-11-22T10:00:00Z"},\
                "announced":"present","origin":ORIGIN}""");
    }

    @Test
    void aFreshAccount() {
        assertGolden(
                AccountBody.fresh(),
                "{\"v\":1,\"hold\":\"unseen\",\"attributes\":{},\"tries\":{\"probes\":0,\"losses\":0}}");
    }

    @Test
    void whatReachesThePeopleStage() {
        assertGolden(
                new PeopleInput.Member(
                        new Fact.MemberStated(Facts.EVENT, Facts.ANA, Optional.of("ana"), Facts.GONE), ORIGIN),
                PeopleInput.class,
                """
                {"input":"member","fact":{"fact":"member","subject":"ciTenantA/event/42",\
                "person":"ciTenantA/user/9","slug":"ana","standing":{"as":"gone"}},"origin":ORIGIN}""");
        assertGolden(new PeopleInput.Person(new Fact.PersonDeleted(Facts.ANA), ORIGIN), PeopleInput.class, """
                {"input":"person","fact":{"fact":"person-deleted","subject":"ciTenantA/user/9"},"origin":ORIGIN}""");
        assertGolden(
                new PeopleInput.Account(new AccountNews(
                        Facts.ANA, Optional.of("ana_cia"), Identity.State.REFUSED, Optional.of("handle-taken"))),
                PeopleInput.class,
                """
                {"input":"account","news":{"person":"ciTenantA/user/9","localpart":"ana_cia","state":"refused",\
                "reason":"handle-taken"}}""");
    }

    @Test
    void whatOpenMeetReads() {
        assertGolden(
                new PersonRecord(
                        Optional.of(UserId.parse("@ana_cia:matrix.example")),
                        Identity.State.NO_ACCOUNT,
                        Optional.of(new PersonRecord.LastProblem("account-refused", Optional.of("M_UNKNOWN"), AT))),
                """
                {"matrixId":"@ana_cia:matrix.example","state":"no-account",\
                "lastProblem":{"reason":"account-refused","errcode":"M_UNKNOWN","since":"2026-11-22T10:00:00Z"}}""");
    }

    private static <T extends Record> void assertGolden(T value, String text) {
        assertGolden(value, value.getClass(), text);
    }

    private static void assertGolden(Object value, Class<?> type, String text) {
        String golden = text.replace("ORIGIN", ORIGIN_TEXT);
        assertThat(new String(Json.write(value), StandardCharsets.UTF_8)).isEqualTo(golden);
        assertThat((Object) Json.read(golden.getBytes(StandardCharsets.UTF_8), type))
                .isEqualTo(value);
    }
}
