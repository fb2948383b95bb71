package net.openmeet.matrix.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The homeserver without its HTTP: one database behind one lock, and what it keeps in memory only. */
final class Homeserver {
    private final SimulatorSettings settings;
    private final AsTokens asTokens;
    private final Map<String, String> sentByAppservices = new HashMap<>();
    private final Map<String, String> sentByDevices = new HashMap<>();
    private Database database = new Database();

    Homeserver(SimulatorSettings settings) {
        this.settings = settings;
        this.asTokens = new AsTokens(settings);
    }

    SimulatorSettings settings() {
        return settings;
    }

    AsTokens asTokens() {
        return asTokens;
    }

    /** Runs alone: every request is one transaction. */
    synchronized <T> T within(Function<Database, T> work) {
        return work.apply(database);
    }

    synchronized void wipe() {
        database = new Database();
        sentByDevices.clear();
        restart();
    }

    synchronized Database backup() {
        return database.copy();
    }

    synchronized void restore(Database backup) {
        database = backup.copy();
        restart();
    }

    /** An application service's transaction ids live in memory: after a restart the same id sends a second message. */
    synchronized void restart() {
        sentByAppservices.clear();
    }

    /** What this transaction sent before; its scope is the device, or the whole application service, not the user. */
    synchronized Optional<String> sent(Actor actor, String path) {
        return Optional.ofNullable(sentBy(actor).get(scope(actor) + path));
    }

    synchronized void remember(Actor actor, String path, String eventId) {
        sentBy(actor).put(scope(actor) + path, eventId);
    }

    private Map<String, String> sentBy(Actor actor) {
        return actor.appservice().isPresent() ? sentByAppservices : sentByDevices;
    }

    private static String scope(Actor actor) {
        return actor.appservice()
                .map(Appservice::id)
                .orElseGet(() -> actor.userId() + "/" + actor.device().orElseGet(RandomIds::token));
    }
}
