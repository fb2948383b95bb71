package net.openmeet.matrix.simulator;

/** The grammar of user ids as far as Synapse checks it: a sigil and a colon, hardly more. */
final class UserIds {
    private UserIds() {}

    static String checked(String id) {
        if (!id.startsWith("@")) {
            throw MatrixError.invalidParam("Expected UserID string to start with '@'");
        }
        if (id.indexOf(':') < 0) {
            throw MatrixError.invalidParam("Expected UserID of the form '@localname:domain'");
        }
        return id;
    }

    static boolean isWellFormed(String id) {
        return id.startsWith("@") && id.indexOf(':') >= 0;
    }

    static String domain(String id) {
        return id.substring(id.indexOf(':') + 1);
    }

    static String localpart(String id) {
        return id.substring(1, id.indexOf(':'));
    }

    /** A localpart as everybody but an application service must choose it. */
    static void requireUsualLocalpart(String localpart) {
        if (!localpart.matches("[a-z0-9=_\\-./+]+")) {
            throw new MatrixError(
                    400, "M_INVALID_USERNAME", "User ID can only contain characters a-z, 0-9, or '=_-./+'");
        }
    }
}
