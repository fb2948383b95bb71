package net.openmeet.matrix.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.fixture.RegisteredUser;

/**
 * A Matrix homeserver in this JVM, on a free port of 127.0.0.1, answering as Synapse 1.160 does. All methods are safe for
 * any thread. Its state lives as long as the object, whether it is up or down.
 */
public final class MatrixSimulator implements AutoCloseable {
    /** The database as it once was. */
    public static final class Backup {
        private final Database database;

        private Backup(Database database) {
            this.database = database;
        }
    }

    private final Homeserver homeserver;
    private final Faults faults = new Faults();
    private final CallLog calls = new CallLog();
    private final Dispatcher dispatcher;
    private final int port;
    private HttpListener listener;

    private MatrixSimulator(SimulatorSettings settings, int wantedPort) {
        homeserver = new Homeserver(settings);
        dispatcher = new Dispatcher(homeserver, faults, calls);
        listener = new HttpListener(wantedPort, dispatcher::serve);
        port = listener.port();
    }

    /** A server named openmeet.test with the usual application service, ready for requests. */
    public static MatrixSimulator start() {
        return start(SimulatorSettings.usual());
    }

    /** A server with these settings, ready for requests. */
    public static MatrixSimulator start(SimulatorSettings settings) {
        return start(settings, 0);
    }

    /** A server on this port; 0 takes a free one. */
    public static MatrixSimulator start(SimulatorSettings settings, int port) {
        return new MatrixSimulator(settings, port);
    }

    /** Where it listens, or listened before it went down; without a trailing slash. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What it was started with. */
    public SimulatorSettings settings() {
        return homeserver.settings();
    }

    /** What its operator knows of it: the application service's token, the secret of registration. */
    public ContractSubject subject() {
        Appservice service = settings().appservices().getFirst();
        return new ContractSubject(
                baseUrl(),
                settings().serverName(),
                homeserver.asTokens().of(service),
                settings().userId(service.senderLocalpart()),
                settings().sharedSecret());
    }

    /** The application service's token. */
    public String asToken() {
        return subject().asToken();
    }

    /** The part after the colon in its ids. */
    public String serverName() {
        return settings().serverName();
    }

    /** The full user id of the application service's sender. */
    public String botId() {
        return subject().bot();
    }

    /** The full user id of somebody on this server. */
    public String userId(String localpart) {
        return settings().userId(localpart);
    }

    /** Makes a server administrator and logs them in. */
    public RegisteredUser registerAdmin(String localpart) {
        return register(localpart, true);
    }

    /** Makes a user who is nothing to the application service, and logs them in. */
    public RegisteredUser registerUser(String localpart) {
        return register(localpart, false);
    }

    private RegisteredUser register(String localpart, boolean admin) {
        String token = homeserver.within(database -> {
            Account account = database.accounts().register(userId(localpart));
            account.makeAdmin(admin);
            return database.accounts()
                    .sessions()
                    .open(Sessions.Session.of(
                            account.id(),
                            RandomIds.device(),
                            settings().logins().other()));
        });
        return new RegisteredUser(userId(localpart), token);
    }

    /** Failures on order. */
    public Faults faults() {
        return faults;
    }

    /** What was asked of it. */
    public CallLog calls() {
        return calls;
    }

    /** Every request takes at least this long from now on; {@link Duration#ZERO} for as fast as it can. */
    public void delayEach(Function<Endpoint, Duration> time) {
        dispatcher.delayBy(time);
    }

    /** Connections are refused and open ones reset; hanging requests never happen. */
    public synchronized void goDown() {
        listener.close();
    }

    /** Listens again on the same port, with what the database held. */
    public synchronized void comeUp() {
        homeserver.restart();
        listener = new HttpListener(port, dispatcher::serve);
    }

    /** The database is lost: users, rooms and tokens are unknown, the application service's token is not. */
    public void wipe() {
        homeserver.wipe();
    }

    /** The application service's token is another from now on, as after a change of its registration. */
    public void rotateAsToken(String token) {
        homeserver.asTokens().rotate(settings().appservices().getFirst(), token);
    }

    /** What can go wrong with accounts and tokens. */
    public CredentialFaults credentials() {
        return new CredentialFaults(homeserver);
    }

    /** A copy of the database. */
    public Backup backup() {
        return new Backup(homeserver.backup());
    }

    /** Everything is as it was at the time of the backup. */
    public void restore(Backup backup) {
        homeserver.restore(backup.database);
    }

    /** All rooms, oldest first. */
    public List<RoomView> rooms() {
        return homeserver.within(database -> database.rooms().stream()
                .map(room -> RoomView.of(room, database.directory()))
                .toList());
    }

    /** The room with this id. */
    public Optional<RoomView> room(String roomId) {
        return homeserver.within(
                database -> database.room(roomId).map(room -> RoomView.of(room, database.directory())));
    }

    /** The room this alias points at, for instance {@code #group-x:openmeet.test}. */
    public Optional<RoomView> roomByAlias(String alias) {
        return homeserver.within(database -> database.directory()
                .find(alias)
                .flatMap(entry -> database.room(entry.roomId()))
                .map(room -> RoomView.of(room, database.directory())));
    }

    /** The display name of a registered user who has one. */
    public Optional<String> displayName(String userId) {
        return homeserver.within(database -> database.accounts().find(userId).flatMap(Account::displayName));
    }

    /** Whether this user id is registered. */
    public boolean isRegistered(String userId) {
        return homeserver.within(database -> database.accounts().find(userId).isPresent());
    }

    /** Goes down and lets go of everything that hangs. */
    @Override
    public void close() {
        goDown();
        faults.clear();
    }
}
