package net.openmeet.matrix.config;

import java.util.List;
import java.util.Locale;

/**
 * Finds tenants that can't be told apart. On one homeserver, Matrix ids and aliases end with the tenant, lower-cased: a user
 * {@code a} of tenant {@code x_y} and a user {@code a_x} of tenant {@code y} would both be {@code a_x_y}.
 */
final class TenantClash {
    private TenantClash() {}

    static void check(List<Tenant> tenants, Problems problems) {
        for (int i = 0; i < tenants.size(); i++) {
            for (int j = i + 1; j < tenants.size(); j++) {
                compare(tenants.get(i), tenants.get(j), problems);
            }
        }
    }

    private static void compare(Tenant one, Tenant other, Problems problems) {
        String name = "tenants " + one.id() + " and " + other.id();
        boolean sameName = one.serverName().equalsIgnoreCase(other.serverName());
        boolean sameUrl = one.homeserver().equals(other.homeserver());
        if (one.id().equals(other.id())) {
            problems.add(name, "are one and the same id");
        } else if ((sameName || sameUrl) && (ambiguous(one.id(), other.id()) || ambiguous(other.id(), one.id()))) {
            problems.add(
                    name,
                    "would share Matrix ids on " + one.serverName()
                            + ": they are equal when lower-cased, or one ends with - or _ and the other");
        }
        if (sameUrl && !sameName) {
            problems.add(name, "give the homeserver " + one.homeserver() + " two server names");
        }
        if (sameUrl && one.calls().inFlight() != other.calls().inFlight()) {
            problems.add(name, "share " + one.homeserver() + " and its calls.in-flight, but give it two values");
        }
        if (sameName && !(aliasNamesTenant(one) && aliasNamesTenant(other))) {
            problems.add(name, "share " + one.serverName() + ", so policy.templates.alias needs {tenantId} in it");
        }
    }

    private static boolean ambiguous(String longer, String shorter) {
        String first = longer.toLowerCase(Locale.ROOT);
        String second = shorter.toLowerCase(Locale.ROOT);
        return first.equals(second) || first.endsWith("-" + second) || first.endsWith("_" + second);
    }

    private static boolean aliasNamesTenant(Tenant tenant) {
        return tenant.policy().templates().alias().contains("{tenantId}");
    }
}
