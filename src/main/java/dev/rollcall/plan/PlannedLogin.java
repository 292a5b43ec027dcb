package dev.rollcall.plan;

import dev.rollcall.catalogue.SiteValue;
import dev.rollcall.probe.login.Account;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A rule's credentials, before the secret is fetched.
 *
 * @param password where to fetch it
 * @param hosts the hosts that the site file names
 * @param domain as {@link dev.rollcall.probe.login.Grant#domain}
 */
public record PlannedLogin(
    Account account, SiteValue.Secret password, Set<String> hosts, Optional<String> domain) {
  public PlannedLogin {
    Objects.requireNonNull(account);
    Objects.requireNonNull(password);
    hosts = Set.copyOf(hosts);
    Objects.requireNonNull(domain);
  }
}
