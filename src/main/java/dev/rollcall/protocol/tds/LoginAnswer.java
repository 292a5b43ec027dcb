package dev.rollcall.protocol.tds;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * A server's answer to LOGIN7 (MS-TDS §2.2.7), checked before the driver gets it: drivers follow
 * redirections with the password, remember partners for later logins, and allocate whatever length
 * is claimed.
 */
final class LoginAnswer {
  private static final String WHAT = "the login";
  private static final int LAST_FEATURE = 0xff;
  private static final int COLUMN_ENCRYPTION = 4;

  private final byte[] tokens;
  private final int packetSize;
  private final boolean columnEncryption;

  private LoginAnswer(byte[] tokens, int packetSize, boolean columnEncryption) {
    this.tokens = tokens;
    this.packetSize = packetSize;
    this.columnEncryption = columnEncryption;
  }

  /**
   * Reads the whole answer.
   *
   * @throws ProbeException if it is not TDS, or redirects the login to another host
   */
  static LoginAnswer read(Connection connection) throws IOException, ProbeException {
    return of(TdsResponse.read(connection, WHAT));
  }

  /** The largest packet from here on. */
  int packetSize() {
    return packetSize;
  }

  /** Whether descriptions of columns begin with keys (§2.2.7.4). */
  boolean columnEncryption() {
    return columnEncryption;
  }

  /** The answer in packets again. */
  byte[] packets() {
    return TdsResponse.packets(tokens, packetSize);
  }

  /** Walks through the tokens. */
  static LoginAnswer of(byte[] message) throws ProbeException {
    byte[] tokens = message.clone();
    TokenReader reader = new TokenReader(tokens, WHAT);
    int packetSize = Prelogin.LARGEST;
    boolean columnEncryption = false;
    while (!reader.atEnd()) {
      int token = reader.u8();
      switch (token) {
        case CommonTokens.ENVCHANGE -> {
          OptionalInt changed = EnvironmentChange.check(reader.part(reader.u16()));
          packetSize = changed.orElse(packetSize);
        }
        // LOGINACK: interface, version, program, program's version
        case 0xad -> {
          TokenReader acknowledged = reader.part(reader.u16());
          acknowledged.skip(5);
          acknowledged.text(acknowledged.u8());
          acknowledged.skip(4);
          acknowledged.end(token);
        }
        // SSPI
        case 0xed -> reader.skip(reader.u16());
        // SESSIONSTATE, FEDAUTHINFO
        case 0xe4, 0xee -> reader.skip(reader.i32());
        // FEATUREEXTACK
        case 0xae -> columnEncryption |= features(reader);
        default -> CommonTokens.pass(token, reader);
      }
    }
    return new LoginAnswer(tokens, packetSize, columnEncryption);
  }

  /** Whether column encryption is among them. */
  private static boolean features(TokenReader reader) throws ProbeException {
    boolean columnEncryption = false;
    for (int feature = reader.u8(); feature != LAST_FEATURE; feature = reader.u8()) {
      columnEncryption |= feature == COLUMN_ENCRYPTION;
      reader.skip(reader.i32());
    }
    return columnEncryption;
  }
}
