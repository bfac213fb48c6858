/** Wrong → right. Misspellings that are common in English technical prose and are no words of their own. */
const corrections: ReadonlyMap<string, string> = new Map(
  `
  accomodate accommodate, accross across, adress address, agregate aggregate, allready already, alot a lot,
  amoung among, apparant apparent, appearence appearance, arbitary arbitrary, asynchonous asynchronous,
  attatched attached, availabe available, availible available, avaliable available, becuase because,
  begining beginning, beleive believe, calender calendar, catagory category, charachter character,
  charater character, commited committed, comparision comparison,
  compatability compatibility, compatiblity compatibility, consistant consistent, containg containing,
  containes contains, convertion conversion, correponding corresponding, curently currently,
  defalut default, defintion definition, definately definitely, dependant dependent, depreciated deprecated,
  desciption description, descripton description, descripotion description, desription description,
  developement development, diffrent different, differnt different, direcotry directory, doesnt doesn’t,
  enviroment environment, exisiting existing, existance existence, experiement experiment, explicitely explicitly,
  feild field, flase false, foward forward, follwing following, fucntion function, futher further,
  generaly generally, guage gauge, happend happened, heigth height, identifer identifier, identifers identifiers,
  implementaion implementation, incase in case, incomming incoming, independant independent, indentifier identifier,
  infomation information, informations information, initalize initialize, inital initial, interger integer,
  intial initial, langauge language, lenght length, libary library, maintainance maintenance, manualy manually,
  maximun maximum, milisecond millisecond, miliseconds milliseconds, minumum minimum, neccessary necessary,
  necesary necessary, noticable noticeable, occurance occurrence, occured occurred, occurence occurrence,
  occurr occur, occuring occurring, optinal optional, optionaly optionally, orginal original, overriden overridden,
  paramater parameter, paramter parameter, parametes parameters, particulary particularly, pecentage percentage,
  perfomance performance, persistant persistent, posible possible, preceeding preceding, prefered preferred,
  preferrence preference, previosly previously, priviledge privilege, probaly probably, propery property,
  propogate propagate, publically publicly, recieve receive, recieved received, recomended recommended,
  refered referred, referal referral, refrence reference, relevent relevant, reponse response,
  requiered required, retreive retrieve, retreived retrieved, reuqest request, reqeust request, responsable responsible,
  schemea schema, seperate separate, seperated separated, seperately separately, seperator separator,
  sesion session, similiar similar, simultanous simultaneous, specifed specified, speficied specified, spesific specific,
  succesful successful, succesfully successfully, successfull successful, successfuly successfully, sucess success,
  suffcient sufficient, supress suppress, sytem system, teh the, temperary temporary, thier their, threshhold threshold,
  throught through, timestmap timestamp, togther together, transfered transferred, trasaction transaction, truely truly,
  unecessary unnecessary, unkown unknown, unqiue unique, untill until, usefull useful, useage usage, vaild valid,
  valididate validate, verison version, visable visible, wether whether, wich which, whith with, writen written,
  wierd weird
  `
    .split(",")
    .map((pair) => pair.trim().split(/\s+/))
    .filter(([wrong]) => wrong !== undefined && /^[a-z]+$/.test(wrong))
    .map(([wrong, ...right]): [string, string] => [wrong as string, right.join(" ")]),
);

/** How a word is spelt right; undefined if it is not known to be wrong. */
export function correct(word: string): string | undefined {
  const right = corrections.get(word.toLowerCase());
  if (right === undefined) return undefined;
  return word[0] === word[0]?.toUpperCase() ? (right[0] ?? "").toUpperCase() + right.slice(1) : right;
}
