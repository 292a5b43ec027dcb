package dev.rollcall.protocol.ldaps;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.probe.PeerClock;
import dev.rollcall.probe.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The state of an account in the directory (MS-ADTS §2.2.16, MS-ADA1, MS-ADA3). */
final class DirectoryAccount {
  static final String PRINCIPAL = "userPrincipalName";
  private static final String CONTROL = "userAccountControl";
  private static final String COMPUTED = "msDS-User-Account-Control-Computed";
  private static final String PASSWORD_SET = "pwdLastSet";
  private static final String PASSWORD_END = "msDS-UserPasswordExpiryTimeComputed";
  private static final String ACCOUNT_END = "accountExpires";
  private static final String LOCKED_AT = "lockoutTime";

  /** The attributes to read. */
  static final String[] ATTRIBUTES = {
    "sAMAccountName",
    PRINCIPAL,
    CONTROL,
    COMPUTED,
    LOCKED_AT,
    PASSWORD_SET,
    PASSWORD_END,
    ACCOUNT_END
  };

  private static final long DISABLED = 0x2;
  private static final long LOCKED = 0x10;
  private static final long NEVER_EXPIRES = 0x10000;
  private static final long PASSWORD_EXPIRED = 0x800000;
  private static final String NEVER = "never";
  private static final Duration NOTICE = Duration.ofDays(14);

  private final LdapEntry entry;
  private final Instant now;

  DirectoryAccount(LdapEntry entry, Instant now) {
    this.entry = entry;
    this.now = now;
  }

  /**
   * Observes facts, and warns of what expires soon. Attributes that the directory hides are left
   * out.
   */
  void tell(Session session) {
    if (entry.number(CONTROL).isPresent()) {
      session.observe("ldap.account", words());
    }
    password(session);
    account(session);
  }

  /** The account's state in words. */
  private String words() {
    long control = entry.number(CONTROL).orElse(0);
    long computed = entry.number(COMPUTED).orElse(0);
    List<String> words = new ArrayList<>();
    words.add((control & DISABLED) == 0 ? "enabled" : "disabled");
    if ((computed & LOCKED) != 0) {
      words.add("locked");
    } else if (entry.number(LOCKED_AT).orElse(0) > 0 && entry.number(COMPUTED).isEmpty()) {
      words.add("was locked on " + day(entry.number(LOCKED_AT).getAsLong()));
    }
    if ((computed & PASSWORD_EXPIRED) != 0) {
      words.add("its password has expired");
    }
    return String.join(", ", words);
  }

  private void password(Session session) {
    OptionalLong end = entry.number(PASSWORD_END);
    if ((entry.number(CONTROL).orElse(0) & NEVER_EXPIRES) != 0 || end.orElse(0) == Long.MAX_VALUE) {
      session.observe("ldap.password-end", NEVER);
    } else if (entry.number(PASSWORD_SET).orElse(1) == 0) {
      session.observe("ldap.password-end", "must be changed at the next login");
    } else if (end.orElse(0) > 0) {
      session.observe("ldap.password-end", day(end.getAsLong()).toString());
      soon(session, "the password of " + session.quotes().name(entry.title()), end.getAsLong());
    }
  }

  /** 0 and the largest number mean never (MS-ADA1 §2.2). */
  private void account(Session session) {
    OptionalLong end = entry.number(ACCOUNT_END);
    if (end.isEmpty() || end.getAsLong() < 0) {
      return;
    }
    if (end.getAsLong() == 0 || end.getAsLong() == Long.MAX_VALUE) {
      session.observe("ldap.account-end", NEVER);
    } else {
      session.observe("ldap.account-end", day(end.getAsLong()).toString());
      soon(session, "the account " + session.quotes().name(entry.title()), end.getAsLong());
    }
  }

  private void soon(Session session, String what, long fileTime) {
    Instant end = PeerClock.ofFileTime(fileTime);
    if (end.isBefore(now.plus(NOTICE))) {
      session.concern(
          Concern.Kind.ACCOUNT,
          what
              + (end.isBefore(now) ? " ended on " : " ends on ")
              + day(fileTime)
              + ": no login works with it afterwards");
    }
  }

  private static LocalDate day(long fileTime) {
    return LocalDate.ofInstant(PeerClock.ofFileTime(fileTime), ZoneOffset.UTC);
  }
}
