package dev.rollcall.engine.names;

import dev.rollcall.probe.UdpPeer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server's knowledge, in the lines of a zone file; what it does not know is NXDOMAIN. */
public final class Zone {
  private final List<Record> records;
  private final int rcode;
  private final boolean truncating;

  private final boolean recursing;
  private final List<Record> authority;

  private Zone(List<Record> records, int rcode, boolean truncating) {
    this(records, rcode, truncating, true, List.of());
  }

  private Zone(
      List<Record> records,
      int rcode,
      boolean truncating,
      boolean recursing,
      List<Record> authority) {
    this.recursing = recursing;
    this.authority = authority;
    this.records = records;
    this.rcode = rcode;
    this.truncating = truncating;
  }

  public static Zone of(String... lines) {
    List<Record> records = new ArrayList<>();
    for (String line : lines) {
      try (Master master =
          new Master(new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.US_ASCII)))) {
        records.add(master.nextRecord());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return new Zone(records, Rcode.NOERROR, false);
  }

  /** Answers everything with that code and nothing else. */
  static Zone failing(int rcode) {
    return new Zone(List.of(), rcode, false);
  }

  /** The same, from a server that does not recurse, with these records beside every answer. */
  Zone withoutRecursion(String... authority) {
    return new Zone(records, rcode, truncating, false, of(authority).records);
  }

  /** The same, but only over TCP. */
  Zone truncating() {
    return new Zone(records, rcode, true);
  }

  public UdpPeer serve() throws IOException {
    return UdpPeer.answering((request, turn) -> List.of(answer(request)));
  }

  List<Record> records() {
    return records;
  }

  byte[] answer(byte[] request) {
    try {
      Message query = new Message(request);
      Message answer = new Message(query.getHeader().getID());
      answer.getHeader().setFlag(Flags.QR);
      if (recursing) {
        answer.getHeader().setFlag(Flags.RA);
      }
      answer.addRecord(query.getQuestion(), Section.QUESTION);
      authority.forEach(record -> answer.addRecord(record, Section.AUTHORITY));
      if (truncating) {
        answer.getHeader().setFlag(Flags.TC);
      } else {
        fill(answer, query.getQuestion());
      }
      return answer.toWire();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void fill(Message answer, Record question) {
    boolean known = false;
    Name name = question.getName();
    for (boolean more = true; more; ) {
      more = false;
      for (Record record : records) {
        if (!record.getName().equals(name)) {
          continue;
        }
        known = true;
        if (record.getType() == question.getType()) {
          answer.addRecord(record, Section.ANSWER);
        } else if (record instanceof CNAMERecord alias) {
          answer.addRecord(record, Section.ANSWER);
          name = alias.getTarget();
          more = true;
          break;
        }
      }
    }
    answer
        .getHeader()
        .setRcode(known || rcode != Rcode.NOERROR || records.isEmpty() ? rcode : Rcode.NXDOMAIN);
  }
}
