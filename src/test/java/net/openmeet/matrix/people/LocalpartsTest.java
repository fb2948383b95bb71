package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * A derived localpart is one that every homeserver takes, whatever the slug. Two slugs that differ in more than case give two
 * localparts.
 */
class LocalpartsTest {
    private static final String SERVER = "matrix.example";

    @Test
    void aPlainSlugIsKeptAndTheTenantFollows() {
        assertThat(Localparts.derived("bo-p9o8i7", "42", SERVER)).isEqualTo("bo-p9o8i7_42");
    }

    @Test
    void upperCaseIsLowered() {
        assertThat(Localparts.derived("Bo", "ciTenantA", SERVER)).isEqualTo("bo_citenanta");
    }

    @Test
    void everythingElseIsEscapedByteByByte() {
        assertThat(Localparts.derived("zoë =1", "t", SERVER)).isEqualTo("zo=c3=ab=20=3d1_t");
    }

    @Test
    void aSlugThatIsTooLongIsCutOutsideAnEscapeAndTheTenantStays() {
        // given
        String slug = "ë".repeat(200);

        // when
        String localpart = Localparts.derived(slug, "ciTenantA", SERVER);

        // then
        assertThat(localpart).matches("(=c3=ab)*(=c3)?\\.[0-9a-f]{12}_citenanta");
        assertThat(new UserId(localpart, SERVER).toString()).hasSizeBetween(253, 255);
    }

    @Test
    void twoLongSlugsWithOneBeginningStayTwoPeople() {
        String beginning = "a".repeat(300);
        assertThat(Localparts.derived(beginning + "1", "t", SERVER))
                .isNotEqualTo(Localparts.derived(beginning + "2", "t", SERVER));
    }

    @Test
    void aHandleIsUsableInTheHistoricalGrammarToo() {
        assertThat(Localparts.usable("Ana!9", SERVER)).isTrue();
        assertThat(Localparts.usable("", SERVER)).isFalse();
        assertThat(Localparts.usable("a:b", SERVER)).isFalse();
        assertThat(Localparts.usable("a b", SERVER)).isFalse();
        assertThat(Localparts.usable("anä", SERVER)).isFalse();
        assertThat(Localparts.usable("a".repeat(239), SERVER)).isTrue();
        assertThat(Localparts.usable("a".repeat(240), SERVER)).isFalse();
    }

    @Property
    void whateverTheSlugTheIdIsLegal(@ForAll @NotEmpty @StringLength(max = 400) String slug) {
        String localpart = Localparts.derived(slug, "ciTenantA", SERVER);
        assertThat(localpart).matches("[a-z0-9._=/+-]+");
        assertThat(("@" + localpart + ":" + SERVER).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(255);
    }

    @Property
    void slugsThatDifferInMoreThanCaseStayApart(@ForAll String one, @ForAll String other) {
        boolean alike = lowered(one).equals(lowered(other));
        assertThat(Localparts.derived(one, "t", SERVER).equals(Localparts.derived(other, "t", SERVER)))
                .isEqualTo(alike);
    }

    /** As UTF-8 sees it: a lone surrogate is written as a question mark. */
    private static String lowered(String text) {
        StringBuilder lowered =
                new StringBuilder(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        for (int i = 0; i < lowered.length(); i++) {
            char c = lowered.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lowered.setCharAt(i, (char) (c + 32));
            }
        }
        return lowered.toString();
    }
}
