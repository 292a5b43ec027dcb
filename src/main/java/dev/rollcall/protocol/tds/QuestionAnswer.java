package dev.rollcall.protocol.tds;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.util.Locale;

/**
 * A server's answer to the query after a login (MS-TDS §2.2.7), checked before the driver gets it.
 * Every column must be {@code nvarchar}, and no value may be longer than the answer.
 */
final class QuestionAnswer {
  private static final String WHAT = "the question after the login";
  private static final int COLUMNS = 0x81;
  private static final int ROW = 0xd1;
  private static final int ROW_WITH_NULLS = 0xd2;
  private static final int NVARCHAR = 0xe7;
  private static final int MOST_COLUMNS = 64;

  /** The longest value that is not sent in chunks, in bytes; the number that means chunks. */
  private static final int LONGEST = 8000;

  private static final int IN_CHUNKS = 0xffff;
  private static final int NULL = 0xffff;
  private static final int ENCRYPTED = 0x0800;
  private static final int COLLATION = 5;
  private static final long CHUNKS_NULL = -1;
  private static final long CHUNKS_UNKNOWN = -2;

  private final TokenReader reader;
  private final boolean columnEncryption;

  /** For each column, whether it is sent in chunks. */
  private boolean[] chunked = {};

  private QuestionAnswer(byte[] tokens, boolean columnEncryption) {
    this.reader = new TokenReader(tokens, WHAT);
    this.columnEncryption = columnEncryption;
  }

  /**
   * Reads the whole answer.
   *
   * @param login the answer to the login
   * @return the same in packets again
   * @throws ProbeException MALFORMED if it is not TDS, or does not answer the query
   */
  static byte[] read(Connection connection, LoginAnswer login) throws IOException, ProbeException {
    byte[] tokens = TdsResponse.read(connection, WHAT);
    check(tokens, login.columnEncryption());
    return TdsResponse.packets(tokens, login.packetSize());
  }

  /** Walks through the tokens. */
  static void check(byte[] tokens, boolean columnEncryption) throws ProbeException {
    new QuestionAnswer(tokens, columnEncryption).check();
  }

  private void check() throws ProbeException {
    while (!reader.atEnd()) {
      int token = reader.u8();
      switch (token) {
        case CommonTokens.ENVCHANGE -> {
          if (EnvironmentChange.check(reader.part(reader.u16())).isPresent()) {
            throw reader.malformed("changes the size of packets");
          }
        }
        case COLUMNS -> columns();
        case ROW -> row();
        case ROW_WITH_NULLS -> rowWithNulls();
        default -> CommonTokens.pass(token, reader);
      }
    }
  }

  /** COLMETADATA (§2.2.7.4). */
  private void columns() throws ProbeException {
    int count = reader.u16();
    if (count == 0 || count > MOST_COLUMNS) {
      throw reader.malformed("has " + count + " columns");
    }
    // Keys are only sent for encrypted columns; this query reads no table.
    if (columnEncryption && reader.u16() != 0) {
      throw reader.malformed("has keys of encrypted columns");
    }
    chunked = new boolean[count];
    for (int column = 0; column < count; column++) {
      reader.skip(4);
      int flags = reader.u16();
      int type = reader.u8();
      int length = reader.u16();
      chunked[column] = length == IN_CHUNKS;
      if (type != NVARCHAR
          || (flags & ENCRYPTED) != 0
          || (length > LONGEST && !chunked[column])
          || (length % 2 != 0 && !chunked[column])) {
        throw reader.malformed(
            String.format(
                Locale.ROOT,
                "has a column of type %02x, length %d, flags %04x",
                type,
                length,
                flags));
      }
      reader.skip(COLLATION);
      reader.text(reader.u8());
    }
  }

  private void row() throws ProbeException {
    described();
    for (boolean chunks : chunked) {
      value(chunks);
    }
  }

  /** NBCROW (§2.2.7.15): a bit for each column says that it is null. */
  private void rowWithNulls() throws ProbeException {
    described();
    int[] bits = new int[(chunked.length + 7) / 8];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = reader.u8();
    }
    for (int column = 0; column < chunked.length; column++) {
      if ((bits[column / 8] >> column % 8 & 1) == 0) {
        value(chunked[column]);
      }
    }
  }

  private void described() throws ProbeException {
    if (chunked.length == 0) {
      throw reader.malformed("has a row without columns");
    }
  }

  private void value(boolean chunks) throws ProbeException {
    if (chunks) {
      chunks(reader.i64());
      return;
    }
    int length = reader.u16();
    if (length != NULL) {
      reader.skip(length);
    }
  }

  /** PLP (§2.2.5.2.3): a length in all, and then chunks up to an empty one. */
  private void chunks(long all) throws ProbeException {
    if (all == CHUNKS_NULL) {
      return;
    }
    if (all != CHUNKS_UNKNOWN && (all < 0 || all > reader.remaining())) {
      // A length of 64 bits can hold eight bytes of a secret: it is not quoted.
      throw reader.malformed(
          "claims a longer value than the " + reader.remaining() + " bytes left");
    }
    long sum = 0;
    for (int chunk = reader.i32(); chunk != 0; chunk = reader.i32()) {
      reader.skip(chunk);
      sum += chunk;
    }
    if (all != CHUNKS_UNKNOWN && sum != all) {
      throw reader.malformed("has chunks of " + sum + " bytes in a value of " + all);
    }
  }
}
