package dev.rollcall.probe.login;

import java.util.Objects;
import java.util.Optional;

/**
 * Access to the site's HTTP proxy.
 *
 * @param tls whether TLS goes to the proxy itself ({@code https://} in its URL)
 * @param allowClear whether a password may go to it in clear, as the site file says
 * @param access its credentials, if it has any
 */
public record ProxyAccess(boolean tls, boolean allowClear, Optional<Access> access) {
  /** In clear, and without credentials. */
  public static final ProxyAccess NONE = new ProxyAccess(false, false, Optional.empty());

  /** The id in a proxy's grant in place of a rule's; no rule can have it. */
  public static final String RULE = "(proxy)";

  /** The same, but without credentials. */
  public ProxyAccess withoutLogin() {
    return new ProxyAccess(tls, allowClear, Optional.empty());
  }

  public ProxyAccess {
    Objects.requireNonNull(access);
  }
}
