package dev.rollcall.protocol.smb;

import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Login;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Logs in to a file server once (MS-SMB2 §3.2.4.2.3), and reads the share as the product does. One
 * connection, one login: no retry, and no guest or anonymous session.
 */
final class SmbLogin implements Login {
  private static final int GUEST_OR_NOBODY = 3;
  private static final int ENCRYPT = 4;

  /** NTLM needs two; some servers ask for a third to verify the session. */
  private static final int MOST_STEPS = 4;

  private final Session session;
  private final UncPath unc;

  SmbLogin(Session session, UncPath unc) {
    this.session = session;
    this.unc = unc;
  }

  @Override
  public void show(Account account, Secret secret) throws ProbeException, IOException {
    Connection connection = session.dial();
    session.enter(Phase.AUTHENTICATE);
    byte[] request = Negotiate.request(Optional.empty());
    connection.write(request);
    byte[] response = SmbProtocol.message(connection.read(1)[0], connection);
    NegotiatedTerms terms =
        new NegotiatedTerms(Arrays.copyOfRange(request, 4, request.length), response);
    if (terms.answer().server().equals(Negotiate.MARK)) {
      throw ProbeException.unexpected("a stand-in answered when the login was to begin");
    }
    SmbChannel channel = new SmbChannel(connection, terms.dialect());
    if (!login(account, secret, terms, channel)) {
      return;
    }
    ShareReader walk = new ShareReader(session, channel, account, unc, terms.answer().dfs());
    walk.through().ifPresent(this::leave);
    channel.ask(SmbChannel.LOGOFF, SmbChannel.body(4).putShort((short) 4));
  }

  /** DFS leads to another host: it is followed with a new login only if the site file names it. */
  private void leave(UncPath there) {
    if (session.credentials().covers(there.host())) {
      session.credentials().lead(there.toString());
      return;
    }
    session
        .credentials()
        .untried(
            LoginResult.Reason.FOREIGN_HOST,
            "DFS leads from "
                + unc
                + " to "
                + session.quotes().name(there.toString())
                + ", on a host that the site file does not name; not followed");
  }

  /**
   * Logs in.
   *
   * @return false if there is no common login method, so that nothing is proven
   */
  private boolean login(Account account, Secret secret, NegotiatedTerms terms, SmbChannel channel)
      throws ProbeException, IOException {
    byte[] token = terms.offer();
    Ntlm ntlm = Ntlm.begin(account, secret, session.target().host(), token);
    boolean proved = false;
    try {
      for (int step = 0; step < MOST_STEPS; step++) {
        byte[] setup = channel.request(SmbChannel.SESSION_SETUP, 0, setup(ntlm.next(token)));
        terms.said(setup);
        // The first step only requests the server's challenge.
        proved = step > 0;
        SmbChannel.Answer answer = channel.answer(setup);
        if (answer.status() != 0 && !SmbStatus.MORE_PROCESSING_REQUIRED.is(answer.status())) {
          if (SmbStatus.isDefinite(answer.status())) {
            session.credentials().answered();
          }
          if (SmbStatus.any(answer.status(), SmbStatus.NTLM_BLOCKED, SmbStatus.NOT_SUPPORTED)) {
            session
                .credentials()
                .untried(
                    LoginResult.Reason.UNSUPPORTED,
                    "the server or its domain refuses NTLM ("
                        + SmbStatus.name(answer.status())
                        + "), and Rollcall logs in to file servers with nothing else");
            return false;
          }
          throw refused(account, answer.status(), step > 0);
        }
        answer.of(9, 8);
        token = answer.part(answer.u16(4), answer.u16(6));
        if (answer.status() == 0) {
          if ((answer.u16(2) & GUEST_OR_NOBODY) != 0) {
            throw guest(account, terms.answer().signingRequired());
          }
          if (token.length > 0) {
            ntlm.next(token);
          }
          boolean protectedNow = protect(terms, ntlm.key(), channel, answer);
          session.observe("smb.login", account.given() + ", NTLMv2");
          return protectedNow;
        }
        terms.said(answer.message());
      }
    } finally {
      if (!proved) {
        session.credentials().answered();
      }
    }
    throw ProbeException.malformed("the server asks for too many login steps");
  }

  private static ByteBuffer setup(byte[] token) {
    ByteBuffer body = SmbChannel.body(24 + token.length);
    body.putShort((short) 25).put((byte) 0).put((byte) 1).putInt(1).putInt(0);
    body.putShort((short) (Negotiate.HEADER + 24)).putShort((short) token.length).putLong(0);
    return body.put(token);
  }

  /**
   * From here on both sides prove with every message that they know the password.
   *
   * @return false if the server demands encryption, and there is no common algorithm
   */
  private boolean protect(
      NegotiatedTerms terms, byte[] key, SmbChannel channel, SmbChannel.Answer last)
      throws ProbeException {
    SmbKeys keys = terms.keys(key);
    channel.sign(keys, last);
    // Only if signed: without a signature, any device on the path could claim it.
    session.credentials().accepted();
    session.observe("smb.session-signing", keys.algorithm());
    channel.sealing(terms.cipher().map(cipher -> new SmbEncryption(cipher, keys)));
    if ((last.u16(2) & ENCRYPT) != 0 && !channel.seal()) {
      session
          .credentials()
          .untried(
              LoginResult.Reason.UNSUPPORTED,
              "no common algorithm: the server demands encryption, and chose none of the offered"
                  + " algorithms (AES-128 and AES-256, GCM and CCM)");
      return false;
    }
    return true;
  }

  private ProbeException refused(Account account, int status, boolean shown) {
    String said = " (" + SmbStatus.name(status) + ")";
    if (SmbStatus.domainIsUnreachable(status)) {
      return ProbeException.unexpected(
          "the file server cannot ask its domain about " + account.given() + said);
    }
    // Many versions of Samba answer this to a wrong password, instead of a logon failure.
    boolean wrong = shown && SmbStatus.INVALID_PARAMETER.is(status);
    Optional<Clue> clue =
        wrong ? Optional.of(Clue.CREDENTIALS) : SmbStatus.of(status).flatMap(SmbStatus::clue);
    String evidence = "the server refuses the login of " + account.given() + said;
    return clue.map(sign -> ProbeException.of(FaultKind.DENIED, evidence, sign))
        .orElseGet(() -> ProbeException.denied(evidence));
  }

  private static ProbeException guest(Account account, boolean signing) {
    return ProbeException.of(
        FaultKind.DENIED,
        "the server lets "
            + account.given()
            + " in as a guest only: it does not know the user, or not with this password; that does"
            + " not prove a permission"
            + (signing ? ", and the server demands signing, which guests cannot do" : ""),
        Clue.CREDENTIALS);
  }
}
