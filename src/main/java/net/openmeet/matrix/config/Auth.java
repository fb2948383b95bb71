package net.openmeet.matrix.config;

/** How a tenant's calls are authenticated. */
public enum Auth {
    /** By one token of an application service, which acts as any local user. */
    APPSERVICE,
    /** By an administrator's token and a token a person, all got and renewed by the service. */
    ACCESS_TOKEN
}
