package dev.rollcall.protocol.http;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;

/**
 * Opens a connection for HTTP/1.1 inside TLS, which is offered by ALPN (RFC 7301). A server that
 * refuses it is asked once more with HTTP/2, by which one that speaks nothing else is known.
 */
public final class SecuredConnection {
  private static final String HTTP_1 = "http/1.1";
  private static final String HTTP_2 = "h2";

  private SecuredConnection() {}

  public static Connection open(Session session) throws IOException, ProbeException {
    Connection connection = session.dialThrough();
    try {
      return connection.startTls(HTTP_1);
    } catch (IOException e) {
      Fault fault = session.fault(e);
      if (!fault.has(Clue.NO_COMMON_PROTOCOL)) {
        throw e;
      }
      throw new ProbeException(asked(session, fault), e);
    }
  }

  /** The fault, with what the second handshake gave; its certificate is judged as any other. */
  private static Fault asked(Session session, Fault fault) throws ProbeException {
    String more;
    try {
      session.dialThrough().startTls(HTTP_2);
      more =
          "; it speaks HTTP/2 only (ALPN h2): asked for that, TLS and the certificate are in order."
              + " Rollcall speaks HTTP/1.1, so that HTTP is undecided";
    } catch (IOException e) {
      more = "; it refuses HTTP/2 (ALPN h2) as well";
    }
    return new Fault(fault.phase(), fault.kind(), fault.evidence() + more, fault.clue());
  }
}
