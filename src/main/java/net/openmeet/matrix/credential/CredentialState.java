package net.openmeet.matrix.credential;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a credential is. */
public enum CredentialState {
    /** It works, as far as anybody knows. */
    VALID,
    /** It was refused, or is needed and isn't there: another is being got. What needs it waits. */
    REPAIRING,
    /** Nothing the service can do gets another: a person has to. It is tried again with long pauses all the same. */
    SUSPENDED,
    /** An operator had it forgotten: the next that needs it gets another. */
    FORGOTTEN;

    /** In lower case, as stored, told and counted. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static CredentialState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
