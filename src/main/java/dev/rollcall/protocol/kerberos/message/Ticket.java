package dev.rollcall.protocol.kerberos.message;

import java.time.Instant;
import java.util.Map;
import javax.security.auth.kerberos.KerberosTicket;

/**
 * What is reported of a ticket.
 *
 * @param encryption what its part for the server is encrypted with
 * @param until the end of its validity
 */
public record Ticket(String encryption, Instant until) {
  private static final int TICKET = 1;
  private static final int ENCRYPTED_PART = 3;

  /** Names of RFC 3961 to RFC 8009, as Kerberos' own tools print them. */
  private static final Map<Integer, String> ENCRYPTIONS =
      Map.of(
          1, "des-cbc-crc",
          3, "des-cbc-md5",
          16, "des3-cbc-sha1",
          17, "aes128-cts-hmac-sha1-96",
          18, "aes256-cts-hmac-sha1-96",
          19, "aes128-cts-hmac-sha256-128",
          20, "aes256-cts-hmac-sha384-192",
          23, "arcfour-hmac");

  public static Ticket of(KerberosTicket ticket) throws MalformedException {
    int encryption =
        KerberosDer.message(ticket.getEncoded(), TICKET).fields(ENCRYPTED_PART).integer(0);
    return new Ticket(
        ENCRYPTIONS.getOrDefault(
            encryption,
            encryption >= 0 && encryption <= 255
                ? "encryption type " + encryption
                : "an unknown encryption type"),
        ticket.getEndTime().toInstant());
  }
}
