package dev.rollcall.model;

import java.util.Objects;

/**
 * What credentials showed, beside the path: whether the account may do there what the product does.
 *
 * <p>The path is proven before any credential is shown, so that a wrong password never looks like a
 * firewall's fault.
 */
public sealed interface Right {

  /** The account as people write it, never its secret: {@code svc-appsanywhere@UNI.EDU}. */
  String account();

  /** The credentials were accepted, and what the rule needs is allowed. */
  record Proven(String account) implements Right {
    public Proven {
      Objects.requireNonNull(account);
    }
  }

  /**
   * They were not accepted, or something else is missing or forbidden.
   *
   * @param fault mostly of phase {@link Phase#AUTHENTICATE}
   */
  record Failed(String account, Fault fault) implements Right {
    public Failed {
      Objects.requireNonNull(account);
      Objects.requireNonNull(fault);
    }
  }

  /**
   * They were not shown.
   *
   * @param why in a phrase for the reader: {@code credential rejected by ad.ldaps}
   */
  record Untried(String account, Reason reason, String why) implements Right {
    public Untried {
      Objects.requireNonNull(account);
      Objects.requireNonNull(reason);
      Objects.requireNonNull(why);
    }
  }

  /** Why credentials were not shown. */
  enum Reason {
    /** Another rule was refused with the same account: a second try might lock it. */
    REJECTED,
    /** An earlier login with the same secret got no answer: it may have been counted as failed. */
    UNANSWERED,
    /** Another run on this host was logging in with the account. */
    BUSY,
    /** The login could not be noted beforehand, so that a failed one could have been repeated. */
    UNRECORDED,
    /** The server does not encrypt. */
    UNENCRYPTED,
    /** The certificate is not trusted, or somebody inspects TLS on the way. */
    UNTRUSTED,
    /** The site file does not name the host. */
    FOREIGN_HOST,
    /** A stand-in answered. */
    STAND_IN,
    /** The server goes on at another port only, and what they come to shows there. */
    OTHER_PORT,
    /** The account has no key of a kind that both sides still use: a new password brings one. */
    NO_COMMON_KEY,
    /** The server offers no way to log in that Rollcall knows, or another than the account fits. */
    UNSUPPORTED
  }
}
