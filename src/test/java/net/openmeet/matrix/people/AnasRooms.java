package net.openmeet.matrix.people;

/** Ana, her rooms and what they were told of her. */
abstract class AnasRooms {
    static final String DERIVED = "ana-k3j2h1_citenanta";
    final Ledger ledger = new Ledger();
}
