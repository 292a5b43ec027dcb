package dev.rollcall.protocol.smb;

import dev.rollcall.probe.ber.BerNesting;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import java.util.Arrays;
import java.util.Properties;
import jcifs.CIFSContext;
import jcifs.CIFSException;
import jcifs.config.PropertyConfiguration;
import jcifs.context.BaseContext;
import jcifs.smb.NtlmPasswordAuthenticator;
import jcifs.smb.SSPContext;

/**
 * One NTLMv2 login inside of SPNEGO (MS-NLMP, MS-SPNG), with jcifs-ng. The library only makes and
 * reads the tokens: it opens no connection and resolves no name.
 */
final class Ntlm {
  /** The workstation name in a server's log. */
  private static final String WORKSTATION = "ROLLCALL";

  private final SSPContext context;

  private Ntlm(SSPContext context) {
    this.context = context;
  }

  /** A name with {@code @} is sent unchanged; the server finds its domain. */
  private static final class Shown extends NtlmPasswordAuthenticator {
    private static final long serialVersionUID = 1L;

    private final String user;
    private final String domain;

    Shown(Account account, Secret secret) {
      super("", account.name(), String.valueOf(secret.reveal()));
      boolean whole = account.given().indexOf('@') > 0;
      this.user = whole ? account.given() : account.name();
      this.domain = whole ? "" : account.domain();
    }

    @Override
    public String getUsername() {
      return user;
    }

    @Override
    public String getUserDomain() {
      return domain;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * @param host the server's name in the login, {@code cifs/HOST}
   * @param offer of the server's NEGOTIATE
   */
  static Ntlm begin(Account account, Secret secret, String host, byte[] offer)
      throws ProbeException {
    check(offer);
    try {
      return new Ntlm(
          new Shown(account, secret).createContext(context(), account.domain(), host, offer, true));
    } catch (CIFSException | RuntimeException | StackOverflowError e) {
      throw unreadable(e);
    }
  }

  private static CIFSContext context() throws CIFSException {
    Properties properties = new Properties();
    properties.setProperty("jcifs.netbios.hostname", WORKSTATION);
    // Otherwise it would look up this host's own name.
    properties.setProperty("jcifs.netbios.laddr", "127.0.0.1");
    properties.setProperty("jcifs.resolveOrder", "DNS");
    properties.setProperty("jcifs.smb.lmCompatibility", "5");
    properties.setProperty("jcifs.smb.client.dfs.disabled", "true");
    return new BaseContext(new PropertyConfiguration(properties));
  }

  /**
   * The next token for the server; empty if the server's was the last one.
   *
   * @param token the server's; the first is the offer of its NEGOTIATE
   * @throws ProbeException MALFORMED if the server's token is invalid, or does not prove that it
   *     knows the password
   */
  byte[] next(byte[] token) throws ProbeException {
    check(token);
    try {
      byte[] out = context.initSecContext(token, 0, token.length);
      return out == null ? new byte[0] : out;
    } catch (CIFSException | RuntimeException | StackOverflowError e) {
      throw unreadable(e);
    }
  }

  /** Both sides' key, 16 bytes. */
  byte[] key() throws ProbeException {
    try {
      byte[] key = context.getSigningKey();
      if (key == null) {
        throw ProbeException.malformed("the login leaves no key to sign with");
      }
      return Arrays.copyOf(key, 16);
    } catch (CIFSException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  /** Bouncy Castle, which jcifs uses for SPNEGO, reads nested tokens by recursion. */
  private static void check(byte[] token) throws ProbeException {
    if (BerNesting.tooDeep(token)) {
      throw ProbeException.malformed(
          "the server's part of the login has more than " + BerNesting.DEEPEST + " levels");
    }
  }

  /** An exception of the library; it does not contain the secret. */
  private static ProbeException unreadable(Throwable e) {
    return ProbeException.malformed(
        quotes -> "the server's part of the login cannot be read: " + quotes.message(e));
  }
}
