package net.openmeet.matrix.config;

import java.util.Set;

/** The variables that are about one tenant. */
final class TenantVariables {
    static final String ID = "OPENMEET_TENANT_ID";
    static final String HOMESERVER = "MATRIX_HOME_SERVER";
    static final String SERVER_NAME = "MATRIX_SERVER_NAME";
    static final String AUTH = "MATRIX_AUTH";
    static final String APPSERVICE_ID = "MATRIX_APPSERVICE_ID";
    static final String APPSERVICE_TOKEN = "MATRIX_APPSERVICE_TOKEN";
    static final String ADMIN_USER = "MATRIX_ADMIN_USER";
    static final String ADMIN_ACCESS_TOKEN = "MATRIX_ADMIN_ACCESS_TOKEN";
    static final String ADMIN_PASSWORD = "MATRIX_ADMIN_PASSWORD";

    /** All that say something about a tenant but not about which. */
    static final Set<String> NAMES = Set.of(
            HOMESERVER,
            SERVER_NAME,
            AUTH,
            APPSERVICE_ID,
            APPSERVICE_TOKEN,
            APPSERVICE_TOKEN + "_FILE",
            ADMIN_USER,
            ADMIN_ACCESS_TOKEN,
            ADMIN_ACCESS_TOKEN + "_FILE",
            ADMIN_PASSWORD,
            ADMIN_PASSWORD + "_FILE");

    private TenantVariables() {}
}
