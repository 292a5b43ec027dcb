package dev.rollcall.model.attempt;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import java.util.Objects;

/**
 * The result of a login: whether the account may do what the product needs.
 *
 * <p>The path is proven before any credential is sent, so that a wrong password never looks like a
 * firewall problem.
 */
public sealed interface LoginResult {

  /** The account name, never its secret: {@code svc-appsanywhere@UNI.EDU}. */
  String account();

  /** The credentials were accepted, and everything the rule needs is allowed. */
  record Proven(String account) implements LoginResult {
    public Proven {
      Objects.requireNonNull(account);
    }
  }

  /**
   * They were not accepted, or something else is missing or forbidden.
   *
   * @param fault mostly of phase {@link Phase#AUTHENTICATE}
   */
  record Failed(String account, Fault fault) implements LoginResult {
    public Failed {
      Objects.requireNonNull(account);
      Objects.requireNonNull(fault);
    }
  }

  /**
   * No login was tried.
   *
   * @param why in a phrase for the reader: {@code credential rejected by ad.ldaps}
   */
  record Untried(String account, Reason reason, String why) implements LoginResult {
    public Untried {
      Objects.requireNonNull(account);
      Objects.requireNonNull(reason);
      Objects.requireNonNull(why);
    }
  }

  /** Why no login was tried. */
  enum Reason {
    /** Another rule's login with the same account was refused: a second try might lock it. */
    REJECTED,
    /** An earlier login with the same secret got no answer: it may have been counted as failed. */
    UNANSWERED,
    /** Another run on this host was logging in with the account. */
    BUSY,
    /** The login could not be stored beforehand, so that a failed one could be repeated. */
    UNRECORDED,
    /** The server does not encrypt. */
    UNENCRYPTED,
    /** The certificate is not trusted, or TLS is inspected on the path. */
    UNTRUSTED,
    /** The site file does not name the host. */
    FOREIGN_HOST,
    /** A stand-in answered. */
    STAND_IN,
    /** The server continues at another port only; the login's result is there. */
    OTHER_PORT,
    /** The path failed at first, and a rule that is probed again sends no credentials. */
    WATCHED,
    /** The account has no key of a kind that both sides support; a new password creates one. */
    NO_COMMON_KEY,
    /** The server offers no login method that Rollcall and the account support. */
    UNSUPPORTED
  }
}
