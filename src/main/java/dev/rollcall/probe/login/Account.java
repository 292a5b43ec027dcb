package dev.rollcall.probe.login;

import java.util.Locale;
import java.util.Objects;

/**
 * The account of a login.
 *
 * @param given the user as the site file spells it: {@code svc}, {@code UNI\svc}, {@code
 *     svc@uni.edu}
 * @param name the user alone
 * @param domain the domain or realm, or the server's name where accounts are the server's own
 * @param ofServer whether it is an account of the server that {@code domain} names, and of no other
 */
public record Account(String given, String name, String domain, boolean ofServer) {
  public Account {
    Objects.requireNonNull(given);
    Objects.requireNonNull(name);
    Objects.requireNonNull(domain);
  }

  /**
   * Reads a user name in any usual form.
   *
   * @param domain holds for a user without one
   */
  public static Account of(String user, String domain) {
    int backslash = user.indexOf('\\');
    if (backslash >= 0) {
      return new Account(user, user.substring(backslash + 1), user.substring(0, backslash), false);
    }
    int at = user.lastIndexOf('@');
    return at > 0
        ? new Account(user, user.substring(0, at), user.substring(at + 1), false)
        : new Account(user, user, domain, false);
  }

  /**
   * As {@link #of}, where accounts are the server's own: one of the same name on another server is
   * another account.
   *
   * @param host of the server; a user may name a domain nevertheless
   */
  public static Account onServer(String user, String host) {
    Account account = of(user, host);
    return new Account(user, account.name(), account.domain(), account.name().equals(user));
  }

  /**
   * The identity of the account. {@code UNI\svc} and {@code svc@uni.edu} count as the same: taking
   * one account for two could lock it. The accounts of two servers are two: if they were one, a
   * login that one server accepts would remove the note that the other has refused one.
   */
  public String key() {
    return ofServer ? (name + "@" + domain).toLowerCase(Locale.ROOT) : formerKey();
  }

  /** The identity in earlier versions, which several servers' accounts shared. */
  public String formerKey() {
    String first = domain.split("\\.", 2)[0];
    return (name + "@" + first).toLowerCase(Locale.ROOT);
  }

  /** {@code svc-appsanywhere@UNI.EDU}: the name with its domain, as Kerberos and LDAP spell it. */
  public String qualified() {
    return domain.isEmpty() ? name : name + "@" + domain;
  }

  /** As the site file spells it, which is how reports name it. */
  @Override
  public String toString() {
    return given;
  }
}
