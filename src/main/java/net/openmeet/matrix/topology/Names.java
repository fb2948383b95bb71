package net.openmeet.matrix.topology;

/**
 * The names of nodes, stores and internal topics: an upgrade contract, because state is found again by them. A golden test holds
 * the topology's description to them.
 */
public final class Names {
    static final String DOMAIN_EVENTS = "domain-events";
    static final String INTAKE = "intake";
    static final String TAKEN = "taken-";
    static final String TO_LANE = "lane";
    static final String TO_PERSON = "person";
    static final String TO_DEAD_LETTERS = "dead-letters";
    static final String TO_LEDGER = "ledger";
    /** Repartition topic {@code <application.id>-people-repartition}, keyed by person. */
    static final String PEOPLE = "people";
    /** Repartition topic {@code <application.id>-operations-repartition}, keyed by lane. */
    public static final String OPERATIONS = "operations";

    /** What the people stage says. */
    static final String FOUND = "found-";

    static final String ACCOUNTS = "accounts";
    static final String COMMANDS = "commands";
    static final String EXECUTOR = "executor";
    static final String EFFECT = "effect-";

    /** The global store of how tenants and their homeservers stand. */
    static final String HOMESERVERS = "homeservers";

    static final String HOMESERVERS_SOURCE = "homeservers-source";

    static final String HOMESERVERS_READ = "homeservers-read";

    static final String CREDENTIAL_REPAIR = "credential-repair";
    static final String REPAIRER = "repairer";
    static final String REPAIR_EFFECT = "repair-effect-";

    /** The global store of how credentials are. */
    static final String KNOWN_CREDENTIALS = "known-credentials";

    static final String KNOWN_CREDENTIALS_SOURCE = "known-credentials-source";

    static final String KNOWN_CREDENTIALS_READ = "known-credentials-read";

    private Names() {}
}
