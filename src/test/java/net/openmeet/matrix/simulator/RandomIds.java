package net.openmeet.matrix.simulator;

import java.util.concurrent.ThreadLocalRandom;

/** Ids of the lengths and alphabets that Synapse uses. */
final class RandomIds {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String URL_SAFE = LETTERS + "0123456789-_";

    private RandomIds() {}

    static String event() {
        return "$" + of(URL_SAFE, 43);
    }

    static String room(String serverName, boolean namesServer) {
        return namesServer ? "!" + of(LETTERS, 18) + ":" + serverName : "!" + of(URL_SAFE, 43);
    }

    static String token() {
        return "syt_" + of(LETTERS, 30);
    }

    static String refreshToken() {
        return "syr_" + of(LETTERS, 30);
    }

    static String device() {
        return of(LETTERS.substring(0, 26), 10);
    }

    static String nonce() {
        return of("0123456789abcdef", 128);
    }

    private static String of(String alphabet, int length) {
        StringBuilder id = new StringBuilder(length);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < length; i++) {
            id.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return id.toString();
    }
}
