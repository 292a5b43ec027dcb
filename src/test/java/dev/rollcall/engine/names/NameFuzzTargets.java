package dev.rollcall.engine.names;

import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What is read of name servers. */
public final class NameFuzzTargets {
  private NameFuzzTargets() {}

  public static List<FuzzTarget> all() {
    try {
      Name name = Name.fromString("dc1.uni.edu.");
      Name alias = Name.fromString("www.uni.edu.");
      InetAddress four = InetAddress.getByName("10.1.2.3");
      InetAddress six = InetAddress.getByName("fd00::1");
      return List.of(
          FuzzTarget.of("names.answer", NameFuzzTargets::answer)
              .seed(message(new ARecord(name, DClass.IN, 300, four), Type.A))
              .seed(message(new AAAARecord(name, DClass.IN, 300, six), Type.AAAA))
              .seed(message(new CNAMERecord(alias, DClass.IN, 300, name), Type.A))
              .seed(message(new SRVRecord(name, DClass.IN, 300, 0, 100, 389, name), Type.SRV))
              .seed(message(new TXTRecord(name, DClass.IN, 300, "a\u0001b"), Type.TXT))
              .covers(Answers.class, NameBook.class, NameServer.class, NameServers.class),
          FuzzTarget.of("names.exchange", NameFuzzTargets::exchange)
              .seed(message(new ARecord(name, DClass.IN, 300, four), Type.A))
              .mayThrow(Exchange.NoAnswerException.class)
              .covers(Exchange.class),
          FuzzTarget.of(
                  "names.resolv-conf",
                  input -> {
                    List<String> lines =
                        new String(input, StandardCharsets.ISO_8859_1).lines().toList();
                    return ResolverTime.of(lines, "") + " " + SearchList.ofHostName(lines);
                  })
              .seed("nameserver 10.1.1.1\noptions timeout:1 attempts:3\n")
              .seed("app01.uni.edu\n")
              .covers(ResolverTime.class, SearchList.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] message(Record record, int type) {
    Message message = Message.newQuery(Record.newRecord(record.getName(), type, DClass.IN));
    message.getHeader().setID(4711);
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(record, Section.ANSWER);
    return message.toWire();
  }

  private static Object exchange(byte[] input)
      throws TextParseException, Exchange.NoAnswerException {
    Message question =
        Message.newQuery(Record.newRecord(Name.fromString("dc1.uni.edu."), Type.A, DClass.IN));
    question.getHeader().setID(4711);
    return Exchange.read(question, input).map(Message::getRcode);
  }

  private static Object answer(byte[] input) throws IOException {
    Message message = new Message(input);
    Record question = message.getQuestion();
    Name asked = question == null ? Name.fromString("dc1.uni.edu.") : question.getName();
    ServerAnswer four = Answers.read("10.1.1.1", message, asked, Type.A);
    ServerAnswer six = Answers.read("10.1.1.1", message, asked, Type.AAAA);
    ServerAnswer services = Answers.read("10.1.1.1", message, asked, Type.SRV);
    ServerAnswer texts = Answers.read("10.1.1.1", message, asked, Type.TXT);
    return Answers.together(four, six) + " " + Answers.targets(services) + texts;
  }
}
