package dev.rollcall.protocol.tds;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;

/** The TLS handshake inside PRELOGIN packets, with distinct faults. */
final class TdsTls {
  private final TdsFraming framing;
  private final Connection secured;

  private TdsTls(TdsFraming framing, Connection secured) {
    this.framing = framing;
    this.secured = secured;
  }

  static TdsTls handshake(Session session, Connection connection)
      throws IOException, ProbeException {
    TdsFraming framing = new TdsFraming(connection.socket());
    try {
      return new TdsTls(framing, connection.startTls(same -> framing));
    } catch (IOException e) {
      if (framing.malformed().isPresent()) {
        String evidence =
            "the answer to the TLS handshake is not a TDS packet: "
                + session.quotes().bytes(framing.malformed().get());
        throw new ProbeException(new Fault(Phase.TLS, FaultKind.MALFORMED, evidence), e);
      }
      Fault fault = session.fault(e);
      boolean cut = fault.cutsConnection() && !fault.saysNothing();
      if (cut && !framing.answered()) {
        throw new ProbeException(
            new Fault(
                Phase.TLS,
                fault.kind(),
                "the server answers PRELOGIN and cuts the connection at the ClientHello: TLS 1.2 is"
                    + " probably missing there, or every cipher in common",
                Clue.OLD_TLS),
            e);
      }
      throw e;
    }
  }

  /** Only the certificate was needed. */
  void leave() {
    try {
      framing.send();
    } catch (IOException gone) {
      // The certificate is known, even if the server has closed meanwhile.
    }
  }

  /** Later data is encrypted without framing. */
  Connection goOn() throws IOException {
    framing.unpack();
    return secured;
  }
}
