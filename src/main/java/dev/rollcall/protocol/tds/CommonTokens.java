package dev.rollcall.protocol.tds;

import dev.rollcall.probe.fault.ProbeException;

/** Tokens that may be in every response (MS-TDS §2.2.7). */
final class CommonTokens {
  static final int ENVCHANGE = 0xe3;
  private static final int DONE_LENGTH = 12;
  private static final int STATUS_LENGTH = 4;

  private CommonTokens() {}

  /**
   * Skips a token whose type has been read.
   *
   * @throws ProbeException MALFORMED if it is not one of these, or incomplete
   */
  static void pass(int token, TokenReader reader) throws ProbeException {
    switch (token) {
      // ORDER, INFO
      case 0xa9, 0xab -> reader.skip(reader.u16());
      case 0xaa -> error(reader.part(reader.u16()));
      // RETURNSTATUS
      case 0x79 -> reader.skip(STATUS_LENGTH);
      // DONE, DONEPROC, DONEINPROC
      case 0xfd, 0xfe, 0xff -> reader.skip(DONE_LENGTH);
      default -> throw reader.malformed("has an unknown token: " + Integer.toHexString(token));
    }
  }

  /** Number, state and class; text, server, procedure; line (§2.2.7.10). */
  private static void error(TokenReader error) throws ProbeException {
    error.skip(6);
    error.text(error.u16());
    error.text(error.u8());
    error.text(error.u8());
    error.skip(4);
    error.end(0xaa);
  }
}
