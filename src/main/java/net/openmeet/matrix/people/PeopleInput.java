package net.openmeet.matrix.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;

/** What reaches the people stage, keyed by person. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "input")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PeopleInput.Member.class, name = "member"),
    @JsonSubTypes.Type(value = PeopleInput.Person.class, name = "person"),
    @JsonSubTypes.Type(value = PeopleInput.Account.class, name = "account")
})
public sealed interface PeopleInput {

    /** Whom it is about, {@code tenant/user/9}: the record's key. */
    @JsonIgnore
    LaneKey person();

    /** Whether a backfill says so: nobody waits for it. */
    @JsonIgnore
    default boolean isBackfill() {
        return switch (this) {
            case Member member -> member.origin().snapshot().isPresent();
            case Person person -> person.origin().snapshot().isPresent();
            case Account ignored -> false;
        };
    }

    /** A person's standing in a group or event. */
    record Member(Fact.MemberStated fact, Origin origin) implements PeopleInput {
        @Override
        public LaneKey person() {
            return fact.person();
        }
    }

    /** A fact about the person themselves. */
    record Person(Fact.OfPerson fact, Origin origin) implements PeopleInput {
        @Override
        public LaneKey person() {
            return fact.subject();
        }
    }

    /** What their account came to. */
    record Account(AccountNews news) implements PeopleInput {
        @Override
        public LaneKey person() {
            return news.person();
        }
    }
}
