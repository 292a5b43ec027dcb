package dev.rollcall.probe.login;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A password. It has no text form, no equality and no serial form: whoever prints it, logs it or
 * puts it into a message gets {@code (secret)}.
 */
public final class Secret {
  /** What stands where a secret would. */
  private static final String HIDDEN = "(secret)";

  /** The least part of a secret that is worth hiding. */
  private static final int TELLING = 3;

  /** What stands where a text was cut. */
  private static final String CUT = "…";

  private final char[] characters;

  public Secret(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("a secret is not empty");
    }
    this.characters = characters.clone();
  }

  /** The password itself, for the library that sends it or the hash that remembers it. */
  public char[] reveal() {
    return characters.clone();
  }

  /** The same in UTF-8, as most protocols send it. */
  public byte[] utf8() {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
    byte[] exact = new byte[encoded.remaining()];
    encoded.get(exact);
    return exact;
  }

  /**
   * The text without this secret, as it is or in Base64, by itself or as SASL's PLAIN sends it (RFC
   * 4616): a server that was shown it might say it back.
   *
   * @param user the account's name as it was sent
   */
  public String hide(String text, String user) {
    String secret = String.valueOf(characters);
    boolean cut = text.contains(CUT);
    String hidden = text;
    for (String form : List.of(secret, base64(secret), base64("\0" + user + "\0" + secret))) {
      hidden = hidden.replace(form, HIDDEN);
      // What was too long has been cut, perhaps in the midst of it.
      for (int length = form.length() - 1; cut && length >= TELLING; length--) {
        hidden = hidden.replace(form.substring(0, length) + CUT, HIDDEN + CUT);
      }
    }
    return hidden;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
