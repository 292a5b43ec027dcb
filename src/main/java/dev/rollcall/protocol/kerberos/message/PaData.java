package dev.rollcall.protocol.kerberos.message;

import java.util.ArrayList;
import java.util.List;

/**
 * One PA-DATA (RFC 4120 §5.2.7): a type and a value that goes with a login's messages. A request
 * shows with it that its sender knows the password; an answer says with it what that proof must be
 * like.
 *
 * <p>A field is checked when it is asked for, so that an entry of an unknown kind does no harm.
 */
public final class PaData {
  /** The proof of a password: a time encrypted with its key (§5.2.7.2). */
  public static final int ENC_TIMESTAMP = 2;

  /** The kinds of the account's keys (§5.2.7.4). */
  public static final int ETYPE_INFO = 11;

  /** The same, with how the password becomes a key (§5.2.7.5). */
  public static final int ETYPE_INFO2 = 19;

  private static final int TYPE = 1;
  private static final int VALUE = 2;

  private final KerberosDer.Fields fields;

  private PaData(KerberosDer.Fields fields) {
    this.fields = fields;
  }

  /** The one that those bytes are. */
  static PaData of(byte[] bytes) throws MalformedException {
    return new PaData(KerberosDer.fields(bytes));
  }

  /** Those of a METHOD-DATA, which a KRB-ERROR has as its e-data (§5.9.1). */
  public static List<PaData> ofMethodData(byte[] data) throws MalformedException {
    return each(KerberosDer.each(data));
  }

  /**
   * Those of a message.
   *
   * @param tag of the message's field for them, which may be absent
   */
  public static List<PaData> of(KerberosDer.Fields message, int tag) throws MalformedException {
    return message.has(tag) ? each(message.each(tag)) : List.of();
  }

  private static List<PaData> each(List<KerberosDer.Fields> entries) {
    List<PaData> all = new ArrayList<>();
    entries.forEach(entry -> all.add(new PaData(entry)));
    return all;
  }

  /** Whether it has a type and a value. */
  boolean isWhole() {
    return fields.has(TYPE) && fields.has(VALUE);
  }

  public int type() throws MalformedException {
    return fields.integer(TYPE);
  }

  byte[] value() throws MalformedException {
    return fields.octets(VALUE);
  }

  /** The entries of an ETYPE-INFO or ETYPE-INFO2, one for each key of the account. */
  public List<KerberosDer.Fields> keys() throws MalformedException {
    return KerberosDer.each(value());
  }
}
