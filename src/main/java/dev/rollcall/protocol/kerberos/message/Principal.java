package dev.rollcall.protocol.kerberos.message;

import com.unboundid.asn1.ASN1Element;
import java.util.ArrayList;
import java.util.List;

/**
 * A principal's name (RFC 4120 §6.2), without its realm.
 *
 * @param type NT-PRINCIPAL 1, NT-SRV-INST 2, NT-ENTERPRISE 10
 */
public record Principal(int type, List<String> parts) {
  public static final int NT_PRINCIPAL = 1;
  static final int NT_SRV_INST = 2;
  static final int NT_ENTERPRISE = 10;
  private static final int MOST_PARTS = 16;

  public Principal {
    parts = List.copyOf(parts);
  }

  /** The ticket-granting service of a realm. */
  public static Principal krbtgt(String realm) {
    return new Principal(NT_SRV_INST, List.of("krbtgt", realm));
  }

  /**
   * Reads an account's name as people write it: {@code name}, {@code name@REALM}, {@code
   * DOMAIN\name}, or {@code name@suffix} with a suffix that is not the realm, which is an
   * enterprise name (RFC 6806 §5).
   */
  public static Principal of(String account, String realm) {
    String name = account.substring(account.indexOf('\\') + 1);
    int at = name.lastIndexOf('@');
    if (at >= 0 && !name.substring(at + 1).equalsIgnoreCase(realm)) {
      return new Principal(NT_ENTERPRISE, List.of(name));
    }
    return new Principal(
        NT_PRINCIPAL, List.of((at < 0 ? name : name.substring(0, at)).split("/", -1)));
  }

  public boolean enterprise() {
    return type == NT_ENTERPRISE;
  }

  public ASN1Element encode() {
    ASN1Element[] names = parts.stream().map(KerberosDer::string).toArray(ASN1Element[]::new);
    return KerberosDer.sequence(
        KerberosDer.field(0, KerberosDer.integer(type)),
        KerberosDer.field(1, KerberosDer.sequence(names)));
  }

  public static Principal decode(KerberosDer.Fields fields) throws MalformedException {
    List<String> parts = new ArrayList<>();
    for (ASN1Element part : fields.elements(1)) {
      if (parts.size() >= MOST_PARTS) {
        throw new MalformedException("a name of more than " + MOST_PARTS + " parts");
      }
      parts.add(KerberosDer.text(part));
    }
    return new Principal(fields.integer(0), parts);
  }

  @Override
  public String toString() {
    return String.join("/", parts);
  }
}
